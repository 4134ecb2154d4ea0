#!/bin/sh
# Slots of service $1 beyond its number of replicas are out of use, so that a replica that goes is out before it is stopped.
. /usr/local/lib/tidegate/lib.sh
awk -v replicas="$(jq .replicas "$STATE/parts/$1.json")" '
  $1 == "backend" {pool = $2}
  $1 == "server" {printf "set server %s/%s state %s;", pool, $2, substr($2, 5) + 0 < replicas + 0 ? "ready" : "maint"}
  END {print ""}
' "$STATE/parts/$1.cfg" | worker | grep -v '^$' >&2 || true
