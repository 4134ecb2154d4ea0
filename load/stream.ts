import { once } from "node:events";
import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { versionOf } from "./exchange.ts";
import type { LoadSpec } from "./options.ts";
import { nowMs, type Sample } from "./sample.ts";

/** Connections that stay open: how often one was opened, how often the other side ended it, and what came through. */
export interface Held {
  opened: number;
  cut: number;
  messages: number;
}

/**
 * Reads server-sent events until `signal` is aborted, and connects anew when the other side ends the stream. The opening
 * is what counts as a request; a stream that ends is counted as cut.
 */
export async function runStream(
  client: number,
  spec: LoadSpec,
  signal: AbortSignal,
  record: (sample: Sample) => void,
  held: Held,
): Promise<void> {
  while (!signal.aborted) {
    const startMs = nowMs();
    const sample = { client, kind: "stream" as const, startMs };
    const headers = { accept: "text/event-stream", ...(spec.host === null ? {} : { host: spec.host }) };
    const request = http.request(`${spec.url}/events`, { agent: false, headers, signal, timeout: spec.timeoutMs });
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    try {
      const response = await open(request);
      const status = response.statusCode ?? 0;
      const failure = status === 200 ? null : { kind: "status" as const, detail: String(status) };
      record({ ...sample, headersMs: nowMs(), endMs: nowMs(), version: versionOf(response), failure });
      if (failure === null) held.opened += 1;
      await readToEnd(response, held);
      if (failure === null && !signal.aborted) held.cut += 1;
    } catch (error) {
      if (signal.aborted) return;
      const failure = { kind: "connect" as const, detail: String(error) };
      record({ ...sample, headersMs: null, endMs: nowMs(), version: null, failure });
    }
    await delay(spec.pauseMs);
  }
}

async function open(request: http.ClientRequest): Promise<http.IncomingMessage> {
  request.end();
  const [response] = (await once(request, "response")) as [http.IncomingMessage]; // what this event carries
  request.setTimeout(0);
  return response;
}

/** Resolves however the stream ends: the caller only counts that it did. */
function readToEnd(response: http.IncomingMessage, held: Held): Promise<void> {
  return new Promise((resolve) => {
    response.on("data", () => (held.messages += 1));
    response.on("error", () => resolve());
    response.on("close", () => resolve());
  });
}
