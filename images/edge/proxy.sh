# How the edge's scripts talk to the proxy's processes. Sourced by lib.sh.

# Waits until the proxy can be asked: an edge that has just been started needs a moment.
await_proxy() {
  for _ in $(seq 200); do
    if [ -S "$RUN/master.sock" ] && [ -S "$RUN/stats.sock" ]; then return; fi
    sleep 0.05
  done
  echo "the proxy has not started within 10 s" >&2
  exit $SILENT
}

# Sends lines of commands to the master, which hands `@!PID …` on to that worker.
master() {
  socat -t60 -T60 - UNIX-CONNECT:$RUN/master.sock
}

# Sends commands to the newest worker.
worker() {
  socat -t5 -T10 - UNIX-CONNECT:$RUN/stats.sock
}

# `old PID` for each worker that a reload has replaced, then `new PID` for the one that takes connections.
workers() {
  echo 'show proc' | master | awk '
    /^# old/ {old = 1}
    $2 == "worker" {if (old) print "old", $1; else new = $1}
    END {if (new) print "new", new}'
}

# Waits until the worker that is about to be replaced is followed by what writes the access log: nobody can begin to afterwards.
# Where nothing writes it, a change waits for two seconds.
await_follower() {
  newest=$(workers | sed -n 's/^new //p')
  for _ in $(seq 40); do
    [ "$newest" != "$(cat "$RUN/access-log.followed" 2>/dev/null)" ] || return 0
    sleep 0.05
  done
}
