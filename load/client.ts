import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { exchange, type Ask } from "./exchange.ts";
import type { ClientKind, LoadSpec } from "./options.ts";
import type { Sample } from "./sample.ts";

type RequestKind = Exclude<ClientKind, "stream" | "websocket">;

/** One client with its own connection, one request after the other until `signal` is aborted; the last one is finished. */
export async function runClient(
  client: number,
  kind: RequestKind,
  spec: LoadSpec,
  signal: AbortSignal,
  record: (sample: Sample) => void,
): Promise<void> {
  const agent = kind === "fresh" ? false : new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = asks(kind, spec, agent);
  for (let turn = client; !signal.aborted; turn += 1) {
    record({ client, kind, ...(await exchange(ask(turn))) });
    if (kind === "keepAlive" || kind === "fresh") await delay(spec.pauseMs);
  }
  if (agent !== false) agent.destroy();
}

/** What a client of this kind asks for in each of its turns. */
function asks(kind: RequestKind, spec: LoadSpec, agent: http.Agent | false): (turn: number) => Ask {
  const common = { url: spec.url, host: spec.host, agent, timeoutMs: spec.timeoutMs };
  const page: Ask = { ...common, path: "/", method: "GET", judge: namesItsVersion };
  if (kind === "slow") return () => ({ ...common, path: `/slow?ms=${spec.slowMs}`, method: "GET" });
  if (kind === "upload") {
    const upload = post(common, Buffer.alloc(spec.uploadBytes, "tidegate"), spec.uploadMs);
    return () => upload;
  }
  if (spec.path !== null) {
    const own: Ask = { ...common, path: spec.path, method: "GET" };
    return () => own;
  }
  const form = post(common, Buffer.alloc(512, "tidegate"), 0);
  return (turn) => (turn % 4 === 0 ? form : page);
}

function post(common: Pick<Ask, "url" | "host" | "agent" | "timeoutMs">, bytes: Buffer, overMs: number): Ask {
  return {
    ...common,
    path: "/upload",
    method: "POST",
    body: { bytes, overMs },
    judge: (body) =>
      body.includes(String(bytes.length)) ? null : `sent ${bytes.length} bytes, got ${body.slice(0, 80)}`,
  };
}

/** An answer whose header and body name different versions was put together from two releases. */
function namesItsVersion(body: string, version: string | null): string | null {
  return version === null || body.includes(version)
    ? null
    : `mixed answer: header says ${version}, body ${body.slice(0, 80)}`;
}
