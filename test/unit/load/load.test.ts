import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startLoad, type Load, type LoadOptions } from "../../../load/load.ts";
import { startApp, type App } from "./app.ts";

const NONE = { keepAlive: 0, fresh: 0, slow: 0, upload: 0, stream: 0, websocket: 0 };

let app: App;
let load: Load | undefined;

beforeEach(async () => {
  app = await startApp("1.0.0");
});

afterEach(async () => {
  await load?.stop();
  load = undefined;
  await app.close();
});

async function start(options: Partial<LoadOptions>): Promise<Load> {
  load = await startLoad({ url: app.url, pauseMs: 1, slowMs: 50, uploadMs: 20, timeoutMs: 5_000, ...options });
  return load;
}

async function finish(): Promise<ReturnType<Load["stop"]>> {
  const running = load;
  load = undefined;
  if (running === undefined) throw new Error("no load was started");
  return running.stop();
}

async function untilRequests(running: Load, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { requests } = await running.report();
      if (requests < count) throw new Error(`only ${requests} requests`);
    },
    { timeout: 8_000, interval: 20 },
  );
}

describe("startLoad", () => {
  it("loses nothing against a server that answers everything", async () => {
    const running = await start({ clients: { keepAlive: 2, fresh: 2, slow: 1, upload: 1, stream: 1 } });
    await untilRequests(running, 100);
    const report = await finish();
    expect(report).toMatchObject({ lost: 0, failures: [], unexpected: 0, backwards: 0, mixedMs: 0 });
    expect(Object.keys(report.clients).toSorted()).toEqual(["fresh", "keepAlive", "slow", "stream", "upload"]);
    expect(report.held).toMatchObject({ opened: 1, cut: 0 });
    expect(Object.keys(report.versions)).toEqual(["1.0.0"]);
  });

  it.each([
    ["drop", "reset"],
    ["truncate", "truncated"],
    ["error", "status"],
    ["hang", "timeout"],
    ["mixed", "body"],
  ] as const)("counts every answer the server spoils with %s as lost: %s", async (fault, kind) => {
    let spoiled = 0;
    app.fault = (path, turn) => {
      if (path !== "/" || turn % 7 !== 0 || spoiled >= 5) return undefined;
      spoiled += 1;
      return fault;
    };
    const running = await start({ clients: { ...NONE, keepAlive: 2, fresh: 1 }, timeoutMs: 300 });
    await vi.waitFor(async () => expect((await running.report()).lost).toBe(5), { timeout: 8_000, interval: 20 });
    const report = await finish();
    expect(report.lost).toBe(5);
    expect(report.failures).toMatchObject([{ kind, count: 5 }]);
  });

  it("counts an upload of which the server saw only a part as lost", async () => {
    app.fault = (path, turn) => (path === "/upload" && turn === 1 ? "mixed" : undefined);
    const running = await start({ clients: { ...NONE, upload: 1 }, uploadBytes: 1_000_000 });
    await untilRequests(running, 2);
    expect((await finish()).failures).toMatchObject([{ kind: "body", count: 1 }]);
  });

  it("counts requests to a server that went away as lost", async () => {
    const running = await start({ clients: { ...NONE, fresh: 1 } });
    await untilRequests(running, 5);
    await app.close();
    await vi.waitFor(async () => expect((await running.report()).lost).toBeGreaterThan(3), {
      timeout: 8_000,
      interval: 20,
    });
    expect((await finish()).failures.map((failure) => failure.kind)).toContain("connect");
  });

  it("counts an event stream the server ends as cut, not as lost", async () => {
    const running = await start({ clients: { ...NONE, stream: 1 } });
    await untilRequests(running, 1);
    const old = app;
    await old.close();
    await vi.waitFor(async () => expect((await running.report()).held.cut).toBe(1), { timeout: 8_000, interval: 20 });
    expect((await finish()).clients.stream?.lost).toBeGreaterThanOrEqual(0);
  });

  it("sees a clean move as neither mixed nor backwards", async () => {
    const running = await start({ clients: { ...NONE, keepAlive: 4 } });
    await untilRequests(running, 50);
    running.announce("2.0.0");
    app.version = "2.0.0";
    await untilRequests(running, 150);
    const report = await finish();
    expect(report.moves).toMatchObject([{ from: "1.0.0", to: "2.0.0", mixed: 0, mixedMs: 0, backwards: 0 }]);
    expect(report.moves[0]?.firstNewMs).toBeGreaterThanOrEqual(0);
    expect(report.unexpected).toBe(0);
  });

  it("sees a server that goes back to the old version after the new one", async () => {
    const running = await start({ clients: { ...NONE, keepAlive: 4 } });
    await untilRequests(running, 50);
    running.announce("2.0.0");
    app.version = "2.0.0";
    await untilRequests(running, 150);
    app.version = "1.0.0";
    await untilRequests(running, 250);
    const report = await finish();
    expect(report.backwards).toBeGreaterThan(50);
    expect(report.mixedMs).toBeGreaterThan(10);
  });

  it("sees answers of a version nobody announced", async () => {
    const running = await start({ clients: { ...NONE, keepAlive: 2 } });
    await untilRequests(running, 20);
    app.version = "3.0.0";
    await untilRequests(running, 60);
    expect((await finish()).unexpected).toBeGreaterThan(10);
  });

  it("ends by itself after the given number of requests", async () => {
    const running = await start({ clients: { ...NONE, keepAlive: 1 }, maxRequests: 10 });
    await untilRequests(running, 10);
    expect((await finish()).requests).toBe(10);
  });

  it("asks for a path of the user's own, and judges nothing but whether it is answered", async () => {
    const asked = new Set<string>();
    app.fault = (path) => {
      asked.add(path);
      return "mixed";
    };
    const running = await start({ path: "/cart?id=1", clients: { ...NONE, keepAlive: 2, fresh: 1 } });
    await untilRequests(running, 30);
    expect(await finish()).toMatchObject({ lost: 0 });
    expect([...asked]).toEqual(["/cart?id=1"]);
  });

  it("hands over every request where that is wanted in the end", async () => {
    const running = await start({ clients: { ...NONE, keepAlive: 1 }, maxRequests: 10 });
    await untilRequests(running, 10);
    load = undefined;
    const samples = await running.finish();
    expect(samples).toHaveLength(10);
    expect(samples).toEqual(samples.toSorted((a, b) => a.endMs - b.endMs));
    expect(samples.map(({ failure }) => failure)).toEqual(Array.from({ length: 10 }, () => null));
  });

  it("refuses an address that is not on this machine", async () => {
    await expect(startLoad({ url: "http://192.0.2.1:80" })).rejects.toThrow(
      "load.url: must be an http address on loop",
    );
  });
});
