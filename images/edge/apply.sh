#!/bin/sh
# Puts a service's part into the proxy. $1 names the service; standard input is JSON: its `part`, the `text` rendered from
# it, and `applied` for the record.
. /usr/local/lib/tidegate/lib.sh
. "$LIB/load.sh"
service=$1
stage=$(mktemp -d "$RUN/apply.XXXXXX")
trap 'rm -rf "$stage"' EXIT
cat >"$stage/input"

await_proxy
lock
stage "$stage"
jq -je .text "$stage/input" >"$stage/new/parts/$service.cfg"
check "$stage" || exit $REFUSED

fail_point apply:before-part
for kind in cfg json; do
  if [ -e "$STATE/parts/$service.$kind" ]; then cp "$STATE/parts/$service.$kind" "$stage/before.$kind"; fi
done
jq -ce .part "$stage/input" >"$stage/part.json"
put "$STATE/parts/$service.json" <"$stage/part.json"
put "$STATE/parts/$service.cfg" <"$stage/new/parts/$service.cfg"
fail_point apply:after-part

load "$stage" apply || {
  for kind in cfg json; do
    if [ -e "$stage/before.$kind" ]; then put "$STATE/parts/$service.$kind" <"$stage/before.$kind"; else rm -f "$STATE/parts/$service.$kind"; fi
  done
  exit $REFUSED
}
"$LIB/slots.sh" "$service"
fail_point apply:before-record
record "$service" | jq -c --arg service "$service" --slurpfile input "$stage/input" \
  '(. // {service: $service, active: null, generation: 0, sealed: {blue: null, green: null}}) | .config = $input[0].applied' \
  >"$stage/record.json"
"$LIB/edge" put "$STATE/records/$service.json" <"$stage/record.json"
fail_point apply:after-record
