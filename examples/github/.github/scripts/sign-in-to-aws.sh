#!/usr/bin/env bash
# Trades the job's identity for an hour in AWS_ROLE_ARN, for the steps that follow. No key is kept anywhere.
set -euo pipefail

token=$(curl --fail --silent --show-error --max-time 30 --retry 3 \
  --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq --raw-output .value)
echo "::add-mask::$token"
credentials=$(aws sts assume-role-with-web-identity --role-arn "$AWS_ROLE_ARN" --duration-seconds 3600 \
  --role-session-name "tidegate-$GITHUB_RUN_ID" --web-identity-token "$token" --query Credentials --output json)
for name in AccessKeyId:AWS_ACCESS_KEY_ID SecretAccessKey:AWS_SECRET_ACCESS_KEY SessionToken:AWS_SESSION_TOKEN; do
  value=$(jq --raw-output --arg key "${name%%:*}" '.[$key]' <<< "$credentials")
  echo "::add-mask::$value"
  echo "${name#*:}=$value" >> "$GITHUB_ENV"
done
