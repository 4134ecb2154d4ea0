#!/usr/bin/env bash
# Prints `stacks=["dev",…]`: every stack whose file the merge commit HEAD changes, or all when it changes one of SHARED_PATHS.
set -euo pipefail

read -ra shared <<< "$SHARED_PATHS"
touched=()
for file in Pulumi.*.yaml; do
  if git diff --quiet HEAD^1 HEAD -- "$file" "${shared[@]}"; then continue; fi
  stack=${file#Pulumi.}
  touched+=("\"${stack%.yaml}\"")
done
printf 'stacks=[%s]\n' "$(IFS=, && echo "${touched[*]}")"
