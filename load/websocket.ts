import { setTimeout as delay } from "node:timers/promises";
import type { LoadSpec } from "./options.ts";
import { nowMs, type Failure, type Sample } from "./sample.ts";
import type { Held } from "./stream.ts";

/** How often a held websocket sends a message that must come back. */
const ECHO_EVERY_MS = 100;

/** Holds a websocket open until `signal` is aborted and connects anew when the other side ends it; counted like a stream. */
export async function runWebsocket(
  client: number,
  spec: LoadSpec,
  signal: AbortSignal,
  record: (sample: Sample) => void,
  held: Held,
): Promise<void> {
  while (!signal.aborted) {
    const startMs = nowMs();
    const socket = new WebSocket(`${spec.url.replace("http:", "ws:")}/ws`);
    const failure = await opened(socket, spec.timeoutMs);
    const endMs = nowMs();
    const headersMs = failure === null ? endMs : null;
    record({ client, kind: "websocket", startMs, headersMs, endMs, version: null, failure });
    if (failure === null) {
      held.opened += 1;
      await echoUntilClosed(socket, signal, held);
      if (!signal.aborted) held.cut += 1;
    }
    socket.close();
    if (!signal.aborted) await delay(spec.pauseMs);
  }
}

function opened(socket: WebSocket, timeoutMs: number): Promise<Failure | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: "timeout", detail: `${timeoutMs} ms` }), timeoutMs);
    const settle = (failure: Failure | null) => {
      clearTimeout(timer);
      resolve(failure);
    };
    socket.addEventListener("open", () => settle(null));
    socket.addEventListener("error", () => settle({ kind: "connect", detail: "websocket not opened" }));
  });
}

function echoUntilClosed(socket: WebSocket, signal: AbortSignal, held: Held): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => socket.send("tidegate"), ECHO_EVERY_MS);
    const done = () => {
      clearInterval(timer);
      resolve();
    };
    socket.addEventListener("message", () => (held.messages += 1));
    socket.addEventListener("close", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
