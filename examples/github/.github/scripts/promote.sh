#!/usr/bin/env bash
# Puts the release that a service runs in one stack into the idle color of another, and moves the traffic there:
# promote.sh FROM TO SERVICE. Changes TO's file only, and only for an image that is named by its digest.
set -euo pipefail
from=$1 to=$2 service=$3

fail() {
  echo "::error::$1"
  exit 1
}
get() { npm run --silent tidegate -- config get --path "tidegate:services.$service.$1" -s "$2"; }
put() { npm run --silent tidegate -- config set --path "tidegate:services.$service.$1" "$2" -s "$to"; }

color=$(get activeColor "$from")
version=$(get "$color.version" "$from")
image=$(get "$color.image" "$from")
[[ $image =~ @sha256:[0-9a-f]{64}$ ]] || fail "$service in $from is $image, which names no digest: it may be another build tomorrow."
active=$(get activeColor "$to")
if [ "$(get "$active.version" "$to")" = "$version" ]; then fail "$service $version serves in $to already."; fi
if [ "$active" = blue ]; then idle=green; else idle=blue; fi
put "$idle.version" "$version"
put "$idle.image" "$image"
put activeColor "$idle"
echo "$service $version goes to $to as $idle."
