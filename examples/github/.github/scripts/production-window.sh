#!/usr/bin/env bash
# Ends with 0 inside of the production window, and with 1 and a sentence outside of it. NOW is for tests.
set -euo pipefail

now=${NOW:-now}
day=$(TZ=$WINDOW_ZONE date --date="$now" +%u)
time=$(TZ=$WINDOW_ZONE date --date="$now" +%H:%M)
if [[ " $WINDOW_DAYS " == *" $day "* && ! $time < $WINDOW_FROM && $time < $WINDOW_TO ]]; then exit 0; fi

echo "production window: open on days $WINDOW_DAYS (1 is Monday) from $WINDOW_FROM to $WINDOW_TO $WINDOW_ZONE," \
  "got day $day, $time. Wait for it, or start this by hand as an emergency."
exit 1
