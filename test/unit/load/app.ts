import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Socket } from "node:net";

/** A stand-in for the demo app that can be told to misbehave. */
export interface App {
  url: string;
  /** The version answers name from now on. */
  version: string;
  /** Asked for every request; `undefined` lets it be answered well. */
  fault: (path: string, turn: number) => "drop" | "truncate" | "error" | "hang" | "mixed" | undefined;
  close(): Promise<void>;
}

export async function startApp(version: string): Promise<App> {
  let turn = 0;
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const path = request.url ?? "/";
    const fault = app.fault(path, (turn += 1));
    response.setHeader("x-version", app.version);
    if (fault === "drop") return request.socket.destroy();
    if (fault === "hang") return;
    if (fault === "error") return response.writeHead(503).end("no server");
    if (fault === "truncate") {
      response.writeHead(200, { "content-length": 1_000 }).write("half");
      return setTimeout(() => request.socket.destroy(), 5);
    }
    if (fault === "mixed") return response.end("body of another release");
    if (path === "/events") return response.writeHead(200).write("data: 1\n\n");
    const answered = app.version;
    let bytes = 0;
    request.on("data", (chunk: Buffer) => (bytes += chunk.length));
    const answer = () => response.end(`shop ${answered} ${bytes}`);
    const waitMs = Number(new URL(path, app.url).searchParams.get("ms") ?? "0");
    request.on("end", () => (waitMs === 0 ? answer() : setTimeout(answer, waitMs)));
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo; // listening on TCP
  const app: App = {
    url: `http://127.0.0.1:${address.port}`,
    version,
    fault: () => undefined,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return app;
}
