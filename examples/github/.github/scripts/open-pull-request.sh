#!/usr/bin/env bash
# Asks for the merge of what has changed in the checkout's stack files into the branch that the run is of:
# open-pull-request.sh BRANCH TITLE BODY, with GH_TOKEN.
set -euo pipefail
branch=$1 title=$2 body=$3

if git diff --quiet -- 'Pulumi.*.yaml'; then
  echo "::notice::The stack files say so already."
  exit 0
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git switch --quiet --create "$branch"
git commit --quiet --message "$title" --message "$body" -- 'Pulumi.*.yaml'
gh auth setup-git
git push --quiet origin "$branch"
gh pr create --base "$GITHUB_REF_NAME" --head "$branch" --title "$title" --body "$body"
