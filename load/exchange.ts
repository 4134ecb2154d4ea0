import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { nowMs, type Failure, type Sample } from "./sample.ts";

export interface Ask {
  url: string;
  host: string | null;
  path: string;
  method: "GET" | "POST";
  /** The client's own connection; false opens a new one for this request. */
  agent: http.Agent | false;
  timeoutMs: number;
  body?: { bytes: Buffer; overMs: number };
  /** What is wrong with a complete 2xx answer's body, null when nothing is. */
  judge?: (body: string, version: string | null) => string | null;
}

export type Exchange = Omit<Sample, "client" | "kind">;

/** Sends one request, once, and reads the answer to its end. Never throws and never tries again: a failure is a result. */
export function exchange(ask: Ask): Promise<Exchange> {
  const startMs = nowMs();
  return new Promise((resolve) => {
    let headersMs: number | null = null;
    let version: string | null = null;
    const settle = (failure: Failure | null) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ startMs, headersMs, endMs: nowMs(), version, failure });
    };
    const request = http.request(ask.url + ask.path, {
      method: ask.method,
      agent: ask.agent,
      headers: {
        ...(ask.host === null ? {} : { host: ask.host }),
        ...(ask.body === undefined ? {} : { "content-length": ask.body.bytes.length }),
      },
    });
    const timer = setTimeout(() => settle(failure("timeout", `${ask.timeoutMs} ms`)), ask.timeoutMs);

    request.on("error", (error: NodeJS.ErrnoException) => {
      if (headersMs !== null) return settle(failure("truncated", error.message));
      settle(failure(error.syscall === "connect" ? "connect" : "reset", error.code ?? error.message));
    });
    request.on("response", (response) => {
      headersMs = nowMs();
      version = versionOf(response);
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => settle(failure("truncated", `after ${bytesOf(chunks)} bytes`)));
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        const status = response.statusCode ?? 0;
        if (!response.complete) return settle(failure("truncated", `after ${bytesOf(chunks)} bytes`));
        if (status < 200 || status > 299) return settle(failure("status", `${status} ${body.slice(0, 80)}`.trim()));
        const wrong = ask.judge?.(body, version) ?? null;
        clearTimeout(timer);
        if (wrong !== null) return settle(failure("body", wrong));
        resolve({ startMs, headersMs, endMs: nowMs(), version, failure: null });
      });
    });
    send(request, ask.body).catch((error: unknown) => settle(failure("reset", String(error))));
  });
}

/** Sends the body in ten parts spread over the given time, so that it is under way for that long. */
async function send(request: http.ClientRequest, body: Ask["body"]): Promise<void> {
  if (body === undefined || body.overMs === 0) {
    request.end(body?.bytes);
    return;
  }
  const part = Math.ceil(body.bytes.length / 10);
  for (let offset = 0; offset < body.bytes.length && !request.destroyed; offset += part) {
    request.write(body.bytes.subarray(offset, offset + part));
    await delay(body.overMs / 10);
  }
  if (!request.destroyed) request.end();
}

function failure(kind: Failure["kind"], detail: string): Failure {
  return { kind, detail };
}

export function versionOf(response: http.IncomingMessage): string | null {
  const version = response.headers["x-version"];
  return typeof version === "string" ? version : null;
}

function bytesOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
