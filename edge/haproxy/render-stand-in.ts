import type { Disturbance, Disturbed } from "../stand-in.ts";
import { quote } from "./quote.ts";

/** Longer than a drill lasts: whoever was killed before the end has its stand-ins end by themselves. */
const LONGEST = "15m";

/** What the edge's own requests to a replica do not have, and a client's always do. */
const IS_CLIENTS = "{ req.hdr(x-forwarded-for) -m found }";

/** A command for the edge's image that stands in for one replica of a color until it is stopped, or its time is over. */
export function standInCommand(disturbed: Disturbed, replica: string, disturbance: Disturbance): string[] {
  // `sh` puts its first argument after the script into $0.
  const script = `export BEGAN=$(date +%s); printf '%s' "$0" | timeout ${LONGEST} haproxy -f /dev/stdin`;
  return ["sh", "-c", script, renderStandIn(disturbed, replica, disturbance)];
}

/** Config of a proxy that passes on to a replica what it gets, but for what it is to disturb. Pure. */
export function renderStandIn({ port, healthPort }: Disturbed, replica: string, disturbance: Disturbance): string {
  const lines = [
    "global",
    "  maxconn 1000",
    "defaults",
    "  mode http",
    "  timeout connect 2s",
    "  timeout client 5m",
    "  timeout server 5m",
    "  timeout tunnel 1h",
    "listen replica",
    `  bind :${port}`,
    ...rulesOf(disturbance).map((rule) => `  http-request ${rule}`),
    `  server replica ${quote(replica)}:${port}`,
    ...(healthPort === undefined || healthPort === port
      ? []
      : ["listen health", `  bind :${healthPort}`, `  server replica ${quote(replica)}:${healthPort}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function rulesOf(disturbance: Disturbance): string[] {
  switch (disturbance.kind) {
    case "errors":
      return [`return status 503 if ${IS_CLIENTS} { rand(100) lt ${disturbance.percent} }`];
    case "delay":
      return [`pause ${disturbance.ms} if ${IS_CLIENTS}`];
    case "growing-delay": {
      const { msPerSecond, mostMs } = disturbance;
      return [
        `set-var(txn.pause) "date(),sub(\${BEGAN}),mul(${msPerSecond})" if ${IS_CLIENTS}`,
        `set-var(txn.pause) int(${mostMs}) if { var(txn.pause) -m int gt ${mostMs} }`,
        "pause var(txn.pause) if { var(txn.pause) -m found }",
      ];
    }
  }
}
