import { createServer } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { randomFrom } from "../../../../bench/guard/random.ts";
import { freePorts } from "../../free-port.ts";
import { waitUntil } from "../../wait-until.ts";
import { Connections, type Address } from "./connections.ts";
import { BalancerNode } from "./node.ts";
import { readView, type View, type ViewClients } from "./view.ts";

/** What users meet of a load balancer: it follows a rule's weights and the targets of its groups. */
export interface Balancer {
  /** Of loopback. */
  url: string;
  /** Waits until every node does what the rule and its groups say now. */
  followed(): Promise<void>;
  /** Waits until a target that was taken out of its group has finished what it had, or its time is over. */
  drained(id: string): Promise<void>;
  /** Throws what was in its way meanwhile. */
  stop(): Promise<void>;
}

export interface BalancerOptions {
  clients: ViewClients;
  /** ARN. */
  rule: string;
  /** Where a target is that AWS knows by an id. */
  addressOf: (id: string) => Address;
  /** Decides when each node learns of a change, and whom a request goes to. */
  seed: number;
  /** The deregistration delay. */
  drainMs: number;
}

/** One for each of two zones. */
const NODES = 2;
const LOOK_EVERY_MS = 100;
/** Of a connection that a client leaves idle. Source: `idle_timeout.timeout_seconds`, API reference of Elastic Load Balancing. */
const IDLE_MS = 60_000;

/** Starts one on a port of loopback. It forwards as a real one does, in HTTP without TLS, and believes what AWS says of its targets' health. */
export async function startBalancer({ clients, rule, addressOf, seed, drainMs }: BalancerOptions): Promise<Balancer> {
  const first = await readView(clients, rule);
  const nodes = Array.from({ length: NODES }, (_, index) => new BalancerNode(first, randomFrom(seed + index)));
  const connections = new Connections(addressOf);
  const over = new AbortController();

  const follow = async () => {
    while (!over.signal.aborted) {
      const view = await readView(clients, rule);
      for (const node of nodes) node.learn(view);
      await pause(LOOK_EVERY_MS);
    }
  };
  const nodeOf = new WeakMap<Socket, BalancerNode>();
  let connected = 0;
  const server = createServer((incoming, response) => {
    const id = nodeOf.get(incoming.socket)?.pick();
    if (id === undefined) response.writeHead(503).end();
    else connections.pass(incoming, response, id);
  });
  server.keepAliveTimeout = IDLE_MS;
  server.on("connection", (socket) => {
    const node = nodes[(connected += 1) % NODES];
    if (node !== undefined) nodeOf.set(socket, node);
  });
  const [port] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const following = follow().catch((error: unknown) => error);

  const followed = async () => {
    const view = await readView(clients, rule);
    await waitUntil("the change at every node", () => Promise.resolve(allDo(nodes, view) || undefined));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    followed,
    async drained(id) {
      await followed();
      await connections.drain(id, drainMs);
    },
    async stop() {
      over.abort();
      const failed = await following;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      connections.close();
      if (failed !== undefined) throw new Error("the load balancer could not follow its rule", { cause: failed });
    },
  };
}

function allDo(nodes: readonly BalancerNode[], view: View): boolean {
  return nodes.every((node) => isDeepStrictEqual(node.view, view));
}
