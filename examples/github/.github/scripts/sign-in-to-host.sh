#!/usr/bin/env bash
# Gives the steps that follow an agent with SSH_KEY, and the host keys that are known. The key touches no disk.
set -euo pipefail

install --directory --mode=0700 ~/.ssh
printf '%s\n' "$SSH_KNOWN_HOSTS" >> ~/.ssh/known_hosts
ssh-agent -a "$RUNNER_TEMP/ssh-agent.sock" > /dev/null
export SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock
ssh-add -q - <<< "$SSH_KEY"
echo "SSH_AUTH_SOCK=$SSH_AUTH_SOCK" >> "$GITHUB_ENV"
