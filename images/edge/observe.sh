#!/bin/sh
# Everything the edge knows, for one look at the host: the base part, the records, the ledger's state, the agent's last sign of
# life after the clock in ms, and where each worker sends traffic.
. /usr/local/lib/tidegate/lib.sh
"$LIB/edge" settle
printf 'base %s\n' "$(cat "$STATE/base.json" 2>/dev/null || echo null)"
for file in "$STATE"/records/*.json; do
  [ ! -e "$file" ] || printf 'record %s\n' "$(cat "$file")"
done
printf 'ledger %s\n' "$("$LIB/edge" ledger-state)"
printf 'agent %s %s\n' "$(date +%s%3N)" "$(cat "$STATE/agent.json" 2>/dev/null || echo null)"
"$LIB/edge" destinations
