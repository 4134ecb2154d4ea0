import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import type { Request, Response } from "../../../edge/session.ts";
import type { Door } from "../observe/door.ts";

/** So much of a body is looked at. */
const MAX_BODY = 1024 ** 2;

/** A request with all that it says. */
export type Sent = Omit<Request, "to"> & {
  /** Whether the certificate must be one for its host; that it is trusted is looked at always. */
  isNamed: boolean;
};

/** Sends a request to a listener of a load balancer, on a connection of its own. An answer that does not come is an outcome, too. */
export async function send(door: Door, request: Sent): Promise<Response> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(request.withinMs);
  let status = 0;
  const answered = (more: Partial<Response>): Response => ({
    ...{ status, seconds: (performance.now() - startedAt) / 1000, answeredBy: NOBODY_SAYS, redirect: undefined },
    ...{ problem: "", headers: {}, body: Buffer.of(), ...more },
  });
  try {
    const answer = await ask(door, request, signal);
    status = answer.statusCode ?? 0;
    const location = status >= 300 && status < 400 ? answer.headers.location : undefined;
    const body = await firstOf(answer);
    return answered({ redirect: location, headers: headersOf(answer), body });
  } catch (error) {
    return answered({ problem: signal.aborted ? "timed out" : said(error) });
  }
}

/** A load balancer does not tell which of its targets has answered. */
const NOBODY_SAYS = { service: undefined, color: undefined, degraded: false };

function ask(door: Door, request: Sent, signal: AbortSignal): Promise<IncomingMessage> {
  const { host, path, method = "GET", headers = {}, body, isNamed } = request;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const options: RequestOptions & https.RequestOptions = {
    ...{ host: door.host, port: door.port, path, method, signal, agent: false },
    headers: {
      ...{ Host: host, "User-Agent": "tidegate-smoke", ...headers },
      ...(bytes === undefined ? {} : { "Content-Length": bytes.length }),
    },
    servername: host,
    ...(isNamed ? {} : { checkServerIdentity: () => undefined }),
  };
  return new Promise((resolve, reject) => {
    const asked = (door.isSecure ? https : http).request(options, resolve);
    asked.on("error", reject);
    asked.end(bytes);
  });
}

async function firstOf(answer: IncomingMessage): Promise<Buffer> {
  const body: AsyncIterable<Buffer> = answer; // without an encoding it gives bytes
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    parts.push(part);
    length += part.length;
    if (length >= MAX_BODY) break; // which ends the connection
  }
  return Buffer.concat(parts).subarray(0, MAX_BODY);
}

function headersOf({ headersDistinct }: IncomingMessage): Response["headers"] {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values ?? []]));
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" && "code" in error ? String(error.code) : error.message;
}
