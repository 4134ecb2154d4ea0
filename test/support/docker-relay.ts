import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { LOCAL_HOST } from "../../docker/connect.ts";

/** Another address of the local engine, `tcp://127.0.0.1:port`, that can go out of reach. */
export interface DockerRelay {
  host: string;
  close(): Promise<void>;
}

export async function startDockerRelay(): Promise<DockerRelay> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: new URL(LOCAL_HOST).pathname, allowHalfOpen: true });
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    host: `tcp://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
