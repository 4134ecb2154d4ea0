import { Agent, request, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "../../wait-until.ts";

/** Shorter than any app keeps an idle connection, so that no request meets one that the app is closing. */
const IDLE_MS = 30_000;
/** Headers that belong to one connection. */
const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding"];

/** Where a target listens. */
export interface Address {
  host: string;
  port: number;
}

interface Kept {
  agent: Agent;
  underWay: Set<ClientRequest>;
}

/** A load balancer's connections to targets, which are kept between requests. */
export class Connections {
  readonly #kept = new Map<string, Kept>();
  readonly #addressOf: (id: string) => Address;

  constructor(addressOf: (id: string) => Address) {
    this.#addressOf = addressOf;
  }

  /** Hands a request on, once, and its answer back: 502 where the target gives none. */
  pass(incoming: IncomingMessage, response: ServerResponse, id: string): void {
    const { agent, underWay } = this.#keptOf(id);
    const { method = "GET", url: path = "/" } = incoming;
    const headers = ofMessage(incoming);
    const outgoing = request({ ...this.#addressOf(id), method, path, headers, agent });
    underWay.add(outgoing);
    outgoing.on("close", () => underWay.delete(outgoing));
    outgoing.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, ofMessage(answer));
      answer.on("error", () => response.destroy());
      answer.pipe(response);
    });
    outgoing.on("error", () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on("close", () => {
      if (!response.writableFinished) outgoing.destroy();
    });
    incoming.pipe(outgoing);
  }

  /** Lets a target that gets no new requests finish those under way, for `withinMs` at most; then its connections are gone. */
  async drain(id: string, withinMs: number): Promise<void> {
    const { agent, underWay } = this.#keptOf(id);
    const finished = waitUntil(
      "the last answer",
      () => Promise.resolve(underWay.size === 0 || undefined),
      2 * withinMs,
    );
    await Promise.race([finished.catch(() => undefined), pause(withinMs)]);
    for (const late of underWay) late.destroy();
    agent.destroy();
    this.#kept.delete(id);
  }

  close(): void {
    for (const { agent } of this.#kept.values()) agent.destroy();
  }

  #keptOf(id: string): Kept {
    const kept = this.#kept.get(id) ?? {
      agent: new Agent({ keepAlive: true, timeout: IDLE_MS }),
      underWay: new Set(),
    };
    this.#kept.set(id, kept);
    return kept;
  }
}

function ofMessage({ headers }: IncomingMessage): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));
}
