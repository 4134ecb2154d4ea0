#!/usr/bin/env bash
# Starts an image alone, hardened as a release runs it, waits until it is healthy, asks it for a page, and stops it:
# smoke-image.sh IMAGE, with PORT, HEALTH_PATH, SMOKE_PATH and RUN_AS. Shows the container's log when something fails.
set -euo pipefail
image=$1
readonly HEALTHY_WITHIN_S=60 STOP_WITHIN_S=30

container=$(docker run --detach --init --read-only --tmpfs /tmp:size=64m,mode=1777 --cap-drop ALL \
  --security-opt no-new-privileges:true --user "$RUN_AS" --memory 256m --memory-swap 256m --cpus 0.5 \
  --pids-limit 2048 --publish "127.0.0.1::$PORT" "$image")
finish() {
  code=$?
  if [ "$code" -ne 0 ]; then docker logs --tail 100 "$container" >&2; fi
  docker rm --force --volumes "$container" > /dev/null
}
trap finish EXIT
fail() {
  echo "smoke: $1" >&2
  exit 1
}
ask() { curl --fail --silent --show-error --max-time 2 "http://$address$1"; }

address=$(docker port "$container" "$PORT/tcp")
deadline=$((SECONDS + HEALTHY_WITHIN_S))
until ask "$HEALTH_PATH" > /dev/null 2>&1; do
  [ "$(docker inspect --format '{{.State.Running}}' "$container")" = true ] || fail "the container ended before it was healthy"
  [ "$SECONDS" -lt "$deadline" ] || fail "$HEALTH_PATH is not healthy after ${HEALTHY_WITHIN_S}s"
  sleep 0.5
done
ask "$SMOKE_PATH" > /dev/null || fail "$SMOKE_PATH does not answer as it should"

docker stop --time "$STOP_WITHIN_S" "$container" > /dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
[ "$code" -ne 137 ] || fail "it did not stop within ${STOP_WITHIN_S}s of being asked to"
echo "smoke: $image is healthy, answers $SMOKE_PATH and stops when asked (exit code $code)"
