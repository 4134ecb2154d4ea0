#!/bin/sh
# A release as one writes it by hand: a new container beside the old one, a wait for its health, another upstream for nginx, a
# reload, and the old container is stopped.
# Wants NETWORK, PROXY (container), OLD and NEW (names of containers on it), IMAGE.
set -eu
docker run --detach --name "$NEW" --network "$NETWORK" --read-only --tmpfs /tmp --user 10001:10001 --memory 256m --cpus 0.5 "$IMAGE" >/dev/null
address=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$NEW")
passes=0
while [ "$passes" -lt 3 ]; do
  if curl --fail --silent --max-time 2 "http://$address:3000/healthz" >/dev/null; then passes=$((passes + 1)); else passes=0; fi
  sleep 0.1
done
docker exec "$PROXY" sh -c "echo 'upstream app { server $NEW:3000; keepalive 64; }' >/tmp/app.conf; nginx -c /tmp/nginx.conf -s reload"
docker stop --time 30 "$OLD" >/dev/null
docker rm "$OLD" >/dev/null
