#!/bin/sh
# What a cutover asks of the edge, one line a question, in one process: starting one costs more than all it has to do.
# $1 names the service. Every answer ends with a line of a record separator and the exit code.
. /usr/local/lib/tidegate/lib.sh
service=$1
end=$(printf '\036')
body=$RUN/body.$$
trap 'rm -f "$body"' EXIT
await_proxy

# Record, part, and the names of what runs.
open() {
  record "$service"
  cat "$STATE/parts/$service.json" 2>/dev/null || echo null
  routing
}

# Where every worker sends the service's traffic: age, pid, pool. `-` is nobody; `handover` leaves it to the newest.
routing() {
  workers | while read -r age pid; do
    echo "@!$pid show map $RUN/handover.map; @!$pid show map $STATE/active.map" | master |
      awk -v ended="$ENDED" -v worker="$age $pid" -v service="$service" '
        $0 ~ ended {gone = 1} $2 == "replaced" && $3 == "yes" {handover = 1} $2 == service {pool = $3}
        END {if (!gone) print worker, handover ? "handover" : (pool == "" ? "-" : pool)}'
  done
}

# The clock in ms, then what the proxy tells of the slots of color $1.
slots() {
  date +%s%3N
  echo "show stat $service.$1 4 -1" | worker
}

# Makes slot $2 of color $1 prove itself anew.
doubt() {
  echo "set server $service.$1/slot$2 health down" | worker
}

# One request: seconds it may take, to whom (a unix socket, an address with port, `-` for the public listener), host and
# path. Prints status, seconds, who answered, where a redirect leads and what went wrong, then the body in base64.
ask() {
  within=$1 to=$2 host=$3 path=$4
  case $to in
  -) origin=http://127.0.0.1:8080 && set -- ;;
  /*) origin=http://edge && set -- --unix-socket "$to" ;;
  *) origin=http://$to && set -- ;;
  esac
  curl -s -o "$body" --path-as-is --globoff \
    -w '%{http_code} %{time_total} %header{x-tidegate-backend} %{redirect_url} %{errormsg}\n' \
    --max-time "$within" --max-filesize 16777216 -H "Host: $host" -H 'User-Agent: tidegate-smoke' "$@" "$origin$path" || true
  head -c 1048576 "$body" 2>/dev/null | base64 -w0
  echo
}

# TCP ports of container address $1, of the list $2, that answer from here.
knock() {
  for port in $(echo "$2" | tr , ' '); do
    if timeout 1 socat -u /dev/null "TCP:$1:$port,connect-timeout=0.5" 2>/dev/null; then echo "$port"; fi
  done
}

while read -r verb arguments; do
  code=0
  case $verb in
  open | routing) $verb ;;
  slots | doubt | knock) $verb $arguments ;;
  ask)
    # Word by word, because a path may hold what a shell would expand.
    read -r within to host path <<EOF
$arguments
EOF
    : >"$body"
    ask "$within" "$to" "$host" "$path"
    ;;
  switch) "$LIB/switch.sh" "$service" "$arguments" || code=$? ;;
  *) code=64 ;;
  esac
  echo "$end$code"
done
