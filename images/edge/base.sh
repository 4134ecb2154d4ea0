#!/bin/sh
# Puts the base part into the proxy. Standard input is JSON: `text`, `applied`, and `certificates` by name.
. /usr/local/lib/tidegate/lib.sh
. "$LIB/load.sh"
stage=$(mktemp -d "$RUN/base.XXXXXX")
trap 'rm -rf "$stage"' EXIT
cat >"$stage/input"

await_proxy
lock
stage "$stage"
jq -je .text "$stage/input" >"$stage/new/base.cfg"
mkdir "$stage/new/certificates"
jq -r '.certificates | keys[]' "$stage/input" | while read -r name; do
  jq -j --arg name "$name" '.certificates[$name]' "$stage/input" >"$stage/new/certificates/$name.pem"
done
check "$stage" || exit $REFUSED

fail_point base:before-part
rm -rf "$stage/before" && mkdir "$stage/before"
cp "$STATE/base.cfg" "$stage/before/"
cp -R "$STATE/certificates" "$stage/before/"
# Certificates come before the text that names them and go after it, so that at no moment a start would miss one.
put_base() {
  for file in "$1"/certificates/*; do [ ! -e "$file" ] || put "$STATE/certificates/${file##*/}" <"$file"; done
  put "$STATE/base.cfg" <"$1/base.cfg"
  fail_point base:after-text
  for file in "$STATE"/certificates/*; do [ -e "$1/certificates/${file##*/}" ] || rm -f "$file"; done
}
put_base "$stage/new"
fail_point base:after-part

load "$stage" base || {
  put_base "$stage/before"
  exit $REFUSED
}
fail_point base:before-record
jq -ce .applied "$stage/input" >"$stage/base.json"
put "$STATE/base.json" <"$stage/base.json"
fail_point base:after-record
