import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveMetrics, type MetricsServer } from "../../../../agent/metrics/serve.ts";

let server: MetricsServer;
let isHealthy: boolean;

beforeEach(async () => {
  isHealthy = true;
  server = await serveMetrics({ host: "127.0.0.1", port: 0, metrics: () => "up 1\n", isHealthy: () => isHealthy });
});
afterEach(() => server.close());

const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

/** What comes back for bytes that no client would send. */
async function send(bytes: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.end(bytes);
  return await text(socket);
}

describe("the address that Prometheus scrapes", () => {
  it("answers with the metrics, in the format's own type", async () => {
    const answer = await ask("/metrics");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await answer.text()).toBe("up 1\n");
  });

  it("takes no notice of a query", async () => {
    expect(await (await ask("/metrics?module=x")).text()).toBe("up 1\n");
  });

  it("says whether the agent is well", async () => {
    expect((await ask("/healthz")).status).toBe(200);
    isHealthy = false;
    expect((await ask("/healthz")).status).toBe(503);
  });

  it("has nothing else", async () => {
    for (const path of ["/", "/metrics/", "/toString", "//metrics"]) expect((await ask(path)).status, path).toBe(404);
  });

  it("answers HEAD without a body", async () => {
    const answer = await ask("/metrics", { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([200, "5", ""]);
  });

  it.each(["POST", "PUT", "DELETE"])("refuses %s", async (method) => {
    const answer = await ask("/metrics", { method, body: "x" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("connection")).toBe("close");
  });

  it("refuses more headers than a scrape has", async () => {
    expect(await send(`GET /metrics HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(9_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 /,
    );
  });

  it("refuses what is no HTTP, and goes on", async () => {
    expect(await send("hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
    expect((await ask("/metrics")).status).toBe(200);
  });

  it("says so where it cannot listen", async () => {
    const again = serveMetrics({ host: "127.0.0.1", port: server.port, metrics: () => "", isHealthy: () => true });
    await expect(again).rejects.toThrow("EADDRINUSE");
  });
});
