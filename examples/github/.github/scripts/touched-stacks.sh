#!/usr/bin/env bash
# Prints `stacks=["dev",…]`: every stack whose file the merge commit HEAD changes, or all when it changes one of SHARED_PATHS.
# Production is compared with staging, so a change of staging's file touches it too.
set -euo pipefail

read -ra shared <<< "$SHARED_PATHS"
touched=()
for file in Pulumi.*.yaml; do
  files=("$file")
  if [[ $file == Pulumi.prod.yaml ]]; then files+=(Pulumi.stg.yaml); fi
  if git diff --quiet HEAD^1 HEAD -- "${files[@]}" "${shared[@]}"; then continue; fi
  stack=${file#Pulumi.}
  touched+=("\"${stack%.yaml}\"")
done
printf 'stacks=[%s]\n' "$(IFS=, && echo "${touched[*]}")"
