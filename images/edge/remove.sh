#!/bin/sh
# Takes service $1 out of the proxy and forgets it.
. /usr/local/lib/tidegate/lib.sh
. "$LIB/load.sh"
service=$1
stage=$(mktemp -d "$RUN/remove.XXXXXX")
trap 'rm -rf "$stage"' EXIT

await_proxy
lock
stage "$stage"
rm -f "$stage/new/parts/$service.cfg"
check "$stage" || exit $REFUSED
fail_point remove:before-part
forgotten="parts/$service.cfg parts/$service.json records/$service.json"
mkdir -p "$stage/before/parts" "$stage/before/records"
for file in $forgotten; do
  [ ! -e "$STATE/$file" ] || cp "$STATE/$file" "$stage/before/$file"
  rm -f "$STATE/$file"
done
rm -f "$STATE/records/$service.json.next"
"$LIB/edge" maps
fail_point remove:after-part
load "$stage" remove || {
  for file in $forgotten; do
    [ ! -e "$stage/before/$file" ] || put "$STATE/$file" <"$stage/before/$file"
  done
  "$LIB/edge" maps
  exit $REFUSED
}
