import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface MetricsServerOptions {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** What `/metrics` answers. */
  metrics: () => string;
  /** Whether `/healthz` says 200; else 503. */
  isHealthy: () => boolean;
}

export interface MetricsServer {
  port: number;
  /** Ends every connection. */
  close: () => Promise<void>;
}

/** A scrape is one short request: whoever sends more, or takes longer, is no Prometheus. */
const LIMITS = { connections: 20, headerBytes: 8 * 1024, requestMs: 5_000, idleMs: 60_000 };
const TEXT = "text/plain; version=0.0.4; charset=utf-8";

/** Answers `GET /metrics` and `GET /healthz` by HTTP, and nothing else; no request changes anything. Rejects where it cannot listen. */
export async function serveMetrics({ host, port, ...answers }: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.requestMs,
      requestTimeout: LIMITS.requestMs,
      keepAliveTimeout: LIMITS.idleMs,
      connectionsCheckingInterval: LIMITS.requestMs,
    },
    answer(answers),
  );
  server.maxConnections = LIMITS.connections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo; // it listens on no socket file
  return { port: taken, close: () => close(server) };
}

function answer({ metrics, isHealthy }: Pick<MetricsServerOptions, "metrics" | "isHealthy">): RequestListener {
  const pages: Readonly<Record<string, () => { status: number; text: string }>> = {
    "/metrics": () => ({ status: 200, text: metrics() }),
    "/healthz": () => (isHealthy() ? { status: 200, text: "ok\n" } : { status: 503, text: "silent\n" }),
  };
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    const isRead = request.method === "GET" || request.method === "HEAD";
    const nothing = isRead ? { status: 404, text: "not found\n" } : { status: 405, text: "only GET\n" };
    const { status, text } = page === undefined || !isRead ? nothing : page();
    if (!isRead) response.setHeader("connection", "close"); // with whatever body it has
    response.writeHead(status, { "content-type": TEXT, "content-length": Buffer.byteLength(text) });
    response.end(request.method === "HEAD" ? undefined : text);
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
