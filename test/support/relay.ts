import { connect, createServer, type NetConnectOpts, type Socket } from "node:net";
import { freePorts } from "./free-port.ts";

/** Another address of a server, on loopback, that can go out of reach. */
export interface Relay {
  /** `127.0.0.1:port`. */
  address: string;
  /** From then on nobody answers there. */
  close(): Promise<void>;
}

export async function startRelay(to: NetConnectOpts): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const behind = connect({ ...to, allowHalfOpen: true });
    for (const [from, into] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(from);
      from.pipe(into);
      from.on("error", () => into.destroy());
      from.on("close", () => sockets.delete(from));
    }
  });
  const [port] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
