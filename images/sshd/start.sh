#!/bin/sh
# Makes a host key and lets in who holds the key of $AUTHORIZED_KEY. Every connection leaves a line in the log.
set -eu
ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/host_key
echo "$AUTHORIZED_KEY" >/etc/ssh/authorized_keys
exec /usr/sbin/sshd -D -e -h /etc/ssh/host_key -o AuthorizedKeysFile=/etc/ssh/authorized_keys -o PermitRootLogin=yes \
  -o UsePAM=no -o StrictModes=no
