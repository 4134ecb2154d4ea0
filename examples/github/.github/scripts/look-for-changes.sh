#!/usr/bin/env bash
# Prints `changes=yes` when an `up` of a stack would change something, else `changes=no`: look-for-changes.sh STACK, with
# TIDEGATE_OBSERVED. A preview that fails is for people to look at, and says yes.
set -euo pipefail

result=$(npm run --silent tidegate -- preview -s "$1" --json --no-policy-pack | jq --compact-output 'select(.type == "result")') || true
if [ -n "$result" ] && jq --exit-status '.ok and (.changes | del(.same, .read) | length == 0)' <<< "$result" > /dev/null; then
  echo "::notice::$1 runs as declared: there is nothing to deploy." >&2
  echo changes=no
else
  echo changes=yes
fi
