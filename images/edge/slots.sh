#!/bin/sh
# Slots of service $1 beyond its number of replicas are out of use, so that a replica that goes is out before it is stopped.
. /usr/local/lib/tidegate/lib.sh
jq -r '
  . as $part | ["blue", "green"][] | select($part.releases[.]) | . as $color | range($part.maxReplicas) |
  "set server \($part.service).\($color)/slot\(.) state \(if . < $part.replicas then "ready" else "maint" end)"
' "$STATE/parts/$1.json" | tr '\n' ';' | { cat; echo; } | worker | grep -v '^$' >&2 || true
