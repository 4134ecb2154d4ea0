# What the edge's scripts share: where things lie, one lock, writing by rename, and how they ask the proxy.
set -eu
export LC_ALL=C
umask 077
STATE=/var/lib/tidegate
RUN=/run/tidegate
AGENT=/run/tidegate-agent
LIB=/usr/local/lib/tidegate
. "$LIB/proxy.sh"

# Exit codes that the control tells apart.
REFUSED=65 SILENT=69 BUSY=75

# Dies here as if the machine had lost power, when a test says so.
fail_point() {
  [ "${TIDEGATE_FAIL_POINT:-}" != "$1" ] || kill -9 $$
}

lock() {
  exec 9>"$RUN/lock"
  flock -w 120 9 || { echo "others have held the edge's lock for two minutes" >&2; exit $BUSY; }
  "$LIB/edge" enter || exit
}

# Replaces file $1 with standard input, on the disk before it is seen.
put() {
  cat >"$1.next"
  sync "$1.next"
  mv -f "$1.next" "$1"
}

# The record of service $1, or null.
record() {
  cat "$STATE/records/$1.json" 2>/dev/null || echo null
}
