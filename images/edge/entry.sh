#!/bin/sh
# Starts the proxy from what the volume holds: nothing at first, and after a restart the same pools as before.
. /usr/local/lib/tidegate/lib.sh

mkdir -p "$STATE/records" "$STATE/parts" "$STATE/certificates"
[ -e "$STATE/base.cfg" ] || put "$STATE/base.cfg" <"$LIB/base.cfg"
"$LIB/edge" settle || true # it says why, and what serves goes on
"$LIB/edge" leave-unwatched || true # as for that
"$LIB/edge" maps
"$LIB/edge" assemble "$STATE" "$RUN"
"$LIB/edge" lease end || true # on a full disk it ends by itself
: >"$RUN/handover.map"
: >"$RUN/server-states"
rm -f "$RUN/loaded" "$RUN/loaded.cfg"
cp "$RUN/haproxy.cfg" "$RUN/loaded.cfg"
"$LIB/signature.sh" "$RUN" >"$RUN/loaded"

# Slots beyond a service's number of replicas go out of use as soon as somebody can be told so.
{
  while [ ! -S "$RUN/stats.sock" ]; do sleep 0.05; done
  for file in "$STATE"/parts/*.json; do
    [ ! -e "$file" ] || "$LIB/slots.sh" "$(basename "$file" .json)"
  done
} &

# A log whose writer ends goes on with the next one: what is logged meanwhile waits in the proxy's memory. It is no child of the
# proxy's master, which does not end before its children.
(while :; do "$LIB/edge" access-log write || sleep 0.1; done &)

# The agent's questions, where it shares a folder with the edge.
[ ! -w "$AGENT" ] || (while :; do "$LIB/edge" serve "$AGENT/edge.sock" || sleep 0.1; done &)

exec haproxy -W -S "$RUN/master.sock,level,admin" -f "$RUN/haproxy.cfg"
