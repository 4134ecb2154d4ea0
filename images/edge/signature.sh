#!/bin/sh
# One word for everything a worker has loaded: the config in folder $1 and the certificates.
. /usr/local/lib/tidegate/lib.sh
{
  cat "$1/haproxy.cfg" "$1/routes.map" "$1/other.map"
  for file in "$STATE"/certificates/*; do [ ! -e "$file" ] || cat "$file"; done
} | sha256sum | cut -c1-64
