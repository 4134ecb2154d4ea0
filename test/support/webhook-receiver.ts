import { createInterface } from "node:readline";
import type Docker from "dockerode";
import { startIn } from "../../docker/exec.ts";
import { waitUntil } from "./wait-until.ts";

/** A request as it came. */
export interface Hooked {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What listens: it tells each request as a line of JSON, and answers 204, but what is sent to `/hang` never. */
const PROGRAM = `
require("node:http").createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk) => (body += chunk)).on("end", () => {
    console.log(JSON.stringify({ path: request.url, headers: request.headers, body }));
    if (request.url !== "/hang") response.writeHead(204).end();
  });
}).listen(PORT, "127.0.0.1", () => console.log("{}"));`;

/**
 * Receives webhooks on a port of a container's own loopback, to which alone notifications may be sent without TLS, with the container's
 * Node.js and until it ends. Returns all that has come, once it listens.
 */
export async function receiveIn(docker: Docker, container: string, port: number): Promise<readonly Hooked[]> {
  const command = ["node", "-e", PROGRAM.replace("PORT", String(port))];
  const { stdout } = await startIn(docker, container, command, { stdin: false });
  const lines: unknown[] = [];
  const received: Hooked[] = [];
  createInterface({ input: stdout }).on("line", (line) => {
    lines.push(line);
    if (lines.length > 1) received.push(JSON.parse(line) as Hooked); // the program's own
  });
  await waitUntil("the receiver listens", () => Promise.resolve(lines.length > 0 ? true : undefined));
  return received;
}
