import { requestId, retries } from "../../edge/haproxy/render-base.ts";
import { findClient, forward } from "../../edge/haproxy/render-forwarding.ts";
import type { Color } from "../../model/color.ts";
import { startPlainProxy } from "./plain-proxy.ts";
import type { Way } from "./way.ts";

const START = "haproxy -W -db -S /tmp/master.sock -f /tmp/haproxy.cfg -f /tmp/active.cfg";

/** HAProxy that is told by a changed config and a reload, with states carried over and idle connections closed late. */
export function startHaproxyReload(): Promise<Way> {
  return startPlainProxy({
    name: "HAProxy, reload done right",
    files: { "haproxy.cfg": renderHaproxy("nbthread 1"), "active.cfg": renderActive("blue") },
    start: START,
    flip: (color) =>
      `printf '${renderActive(color)}' > /tmp/active.cfg; ` +
      `echo 'show servers state' | socat - /tmp/worker.sock > /tmp/states; ` +
      `echo reload | socat -t 10 - /tmp/master.sock | grep -q Success=1`,
  });
}

/**
 * HAProxy with one backend and nothing to choose, which forwards headers and tries again as the edge does, without a log: what
 * is left between it and the edge without its log is the price of being able to move the traffic.
 */
export function startPlainHaproxy(): Promise<Way> {
  return startPlainProxy({
    name: "HAProxy with one backend",
    files: { "haproxy.cfg": renderHaproxy(""), "active.cfg": renderPlain() },
    start: START,
    flip: () => "false",
  });
}

/** HAProxy with one backend and no duties at all: no log, no header, no request id. */
export function startBareHaproxy(): Promise<Way> {
  return startPlainProxy({
    name: "bare HAProxy",
    files: { "haproxy.cfg": renderHaproxy("nbthread 1"), "active.cfg": renderActive("blue") },
    start: START,
    flip: () => "false",
  });
}

function renderActive(color: Color): string {
  return `frontend public\\n    bind :8080\\n    default_backend ${color}\\n`.replaceAll("\\n", "\n");
}

function renderPlain(): string {
  const service = ["http-request set-var(txn.service) str(shop)", "http-request set-var(txn.backend) str(shop.blue)"];
  const seen = ["http-request set-var(txn.host) req.hdr(host)", "http-request set-var(txn.path) path"];
  const listener = [
    "bind :8080",
    ...requestId(),
    ...seen,
    ...service,
    ...findClient(),
    ...forward(),
    "default_backend plain",
  ];
  const pool = [...retries(), "server app blue:3000"];
  const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}\n`).join("");
  return `frontend public\n${indented(listener)}\nbackend plain\n${indented(pool)}`;
}

function renderHaproxy(threads: "nbthread 1" | ""): string {
  return `global
    ${threads}
    maxconn 4000
    stats socket /tmp/worker.sock mode 600 level admin
    server-state-file /tmp/states
    hard-stop-after 30s

defaults
    mode http
    option idle-close-on-response
    load-server-state-from-file global
    timeout connect 1s
    timeout client 60s
    timeout server 60s
    default-server check inter 1s fastinter 100ms rise 3 fall 3 init-addr last,libc,none

backend blue
    server app blue:3000

backend green
    server app green:3000

`;
}
