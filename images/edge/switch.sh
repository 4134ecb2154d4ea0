#!/bin/sh
# Moves the traffic of service $1. $2 is JSON: the `expected` generation of the record, the new `active`, `generation` and
# `sealed`. A compare-and-set; prints the clock in ms before and after the workers were told.
. /usr/local/lib/tidegate/lib.sh
service=$1
new=$2
map=$STATE/active.map

lock
# One line: the generation that is there, whether it is the expected one, and the pool that is to serve; then the record.
record "$service" | jq -r --arg service "$service" --argjson new "$new" '
  (.generation // 0) as $there |
  "\($there) \($there == $new.expected) \(if $new.active then "\($service).\($new.active)" else "" end)",
  ((. // {service: $service, config: null}) + ($new | {active, generation, sealed}) | tojson)' >"$RUN/switch.$service"
{ read -r there expected pool; read -r record; } <"$RUN/switch.$service"
if [ "$expected" != true ]; then
  echo "$there"
  exit $CONFLICT
fi

fail_point switch:before-record
printf '%s\n' "$record" | put "$STATE/records/$service.json"
fail_point switch:after-record
write_active_map
fail_point switch:after-map

# Points worker $1 at the pool, or at nobody.
point_at() {
  if [ -z "$pool" ]; then
    echo "@!$1 del map $map $service" | master >/dev/null
  else
    case $(echo "@!$1 set map $map $service $pool" | master) in
    *'not found'*) echo "@!$1 add map $map $service $pool" | master >/dev/null ;;
    esac
  fi
}

started=$(date +%s%3N)
# Old workers first: from then on they ask the newest, so that its switch is everybody's, at one moment.
workers >"$RUN/workers.$service"
while read -r age pid; do
  if [ "$age" = old ]; then
    hand_over "$pid"
    fail_point switch:after-old-worker
  fi
  point_at "$pid"
done <"$RUN/workers.$service"
ended=$(date +%s%3N)
fail_point switch:after-workers
echo "$started $ended"
