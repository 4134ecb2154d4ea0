# Loading a new whole into the running proxy. Sourced by the scripts that change a part, with the lock held.

# Has the proxy itself check the whole made of the parts in folder $1/new.
check() {
  mkdir -p "$1/checked"
  "$LIB/edge" assemble "$1/new" "$1" || return 1
  # The certificates that come with this change are still in the stage.
  if [ -d "$1/new/certificates" ]; then
    sed "s#crt $STATE/certificates/#crt $1/new/certificates/#" "$1/haproxy.cfg" >"$1/checked/haproxy.cfg"
  else
    cp "$1/haproxy.cfg" "$1/checked/haproxy.cfg"
  fi
  timeout 30 haproxy -c -f "$1/checked/haproxy.cfg" >"$1/checked/errors" 2>&1 || {
    grep -E 'ALERT|WARNING' "$1/checked/errors" | sed "s#$1/[a-z]*/##g" >&2
    return 1
  }
}

# Makes folder $1/new with the parts as they are now, to be changed and checked.
stage() {
  mkdir -p "$1/new/parts"
  cp "$STATE/base.cfg" "$1/new/base.cfg"
  for file in "$STATE"/parts/*.cfg; do [ ! -e "$file" ] || cp "$file" "$1/new/parts/"; done
}

# Reloads when the whole in folder $1 is another than the loaded one; $2 begins the names of the fail points.
load() {
  next=$("$LIB/signature.sh" "$1")
  if [ "$next" != "$(cat "$RUN/loaded")" ]; then
    # Said in words: callers test the outcome of `load`, and the shell then ends at no failure inside it by itself.
    reload "$1" "$2" "$next" || return 1
  fi
  "$LIB/edge" hand-over || true # it says why, and the next switch tells them again
}

reload() {
  # The next worker reads them; whoever wrote them last may have been killed in between.
  "$LIB/edge" maps
  echo 'show servers state' | worker | "$LIB/edge" keep-states "$RUN/loaded.cfg" "$1/haproxy.cfg" >"$RUN/server-states"
  for file in haproxy.cfg routes.map other.map; do
    cp "$RUN/$file" "$1/$file.before"
    mv -f "$1/$file" "$RUN/$file"
  done
  await_follower
  fail_point "$2:before-reload"
  echo reload | master >"$1/answer" || true
  : >"$RUN/server-states"
  if ! grep -q '^Success=1' "$1/answer"; then
    for file in haproxy.cfg routes.map other.map; do mv -f "$1/$file.before" "$RUN/$file"; done
    grep -E 'ALERT|WARNING' "$1/answer" >&2 || cat "$1/answer" >&2
    return 1
  fi
  fail_point "$2:after-reload"
  cp "$RUN/haproxy.cfg" "$RUN/loaded.cfg"
  echo "$3" >"$RUN/loaded"
}
