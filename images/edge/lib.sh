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

# Builds the whole from the parts in folder $1: haproxy.cfg, routes.map and other.map in folder $2.
assemble() {
  for file in "$1"/parts/*.cfg; do
    [ ! -e "$file" ] || { echo; cat "$file"; }
  done >"$2/parts.cfg"
  sed -n 's/^#@routes //p' "$2/parts.cfg" >"$2/routes.map"
  sed -n 's/^#@other //p' "$2/parts.cfg" >"$2/other.map"
  sed -n 's/^#@rules /  /p' "$2/parts.cfg" >"$2/rules.cfg"
  # Lines of the base that stand for one of each service, for those that services have for it, or count only where there is one.
  awk -v rules="$2/rules.cfg" '
    FILENAME == ARGV[1] {if ($2 !~ /^>/ && !seen[$2]++) service[++count] = $2; next}
    $1 == "#@rules" {while ((getline line <rules) > 0) print line; next}
    $1 == "#@any-service" {if (count) {sub(/#@any-service /, ""); print}; next}
    $1 == "#@each-service" {
      sub(/#@each-service /, "")
      for (i = 1; i <= count; i++) {line = $0; gsub(/@/, service[i], line); print line}
      next
    }
    {print}
  ' "$2/routes.map" "$1/base.cfg" | cat - "$2/parts.cfg" >"$2/haproxy.cfg"
}
