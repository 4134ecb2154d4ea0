#!/usr/bin/env bash
# Fetches what the deploy workflow last published of a stack: fetch-snapshot.sh STACK FILE. Only a run on the stack's own
# branch in this repository counts, or one on RENEWED_ON, where snapshots.yml runs: any branch can publish an artifact of that
# name.
set -euo pipefail
stack=$1 file=$2
export BRANCH
BRANCH=$(jq --raw-output --arg stack "$stack" '.[$stack] // ""' <<< "$BRANCHES")

ids=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=tidegate-status-$stack&per_page=100" --jq '.artifacts
  | map(select(.expired == false and (.workflow_run.head_branch | IN(env.BRANCH, env.RENEWED_ON))
      and .workflow_run.head_repository_id == .workflow_run.repository_id))
  | sort_by(.created_at) | last | .id // empty')
if [ -z "$ids" ]; then
  echo "::error::There is no snapshot of $stack. Run the deploy workflow on branch ${BRANCH:-(none is named)} with action: snapshot."
  exit 1
fi
gh api "repos/$GITHUB_REPOSITORY/actions/artifacts/$ids/zip" > "$file.zip"
unzip -p "$file.zip" status.json > "$file"
