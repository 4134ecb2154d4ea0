import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range out of which Linux gives connections their own ports (`ip_local_port_range`), which any of them may take. */
const FIRST = 20_000;
const LAST = 32_767;

/** Ports that this process has been told of: two of its tests never get the same one. */
const given = new Set<number>();

/** Ports of 127.0.0.1 nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(FIRST, LAST + 1);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
