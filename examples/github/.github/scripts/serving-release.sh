#!/usr/bin/env bash
# Prints the release that serves in a snapshot, for the environment of the steps that follow: serving-release.sh FILE SERVICE, where
# FILE is what `tidegate status --json` printed. Only one that is named by its digest is the same build elsewhere.
set -euo pipefail
file=$1 service=$2

release=$(jq --compact-output --arg service "$service" '[.observed.hosts[].services[$service].record | select(. != null)]
  | max_by(.generation) | select(. != null and .active != null) | .sealed[.active].release' "$file")
image=$(jq --raw-output '.image // ""' <<< "$release")
if [[ ! $image =~ @sha256:[0-9a-f]{64}$ ]]; then
  echo "::error::$service: what serves there is ${image:-nothing}, which names no digest. Release it with one there first." >&2
  exit 1
fi
echo "SERVING_IMAGE=$image"
echo "SERVING_VERSION=$(jq --raw-output .version <<< "$release")"
