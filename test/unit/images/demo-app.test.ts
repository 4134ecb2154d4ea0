import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { freePorts } from "../../support/free-port.ts";
import { REPOSITORY } from "../../support/repository.ts";

let app: ChildProcess | undefined;
let log: Interface | undefined;
afterEach(() => app?.kill("SIGKILL"));

/** Starts the app and waits until a line of its log contains `until`. */
async function start(until: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const [port] = await freePorts(1);
  const child = spawn(process.execPath, [join(REPOSITORY, "images", "demo", "app.mjs")], {
    env: { PORT: String(port), APP_VERSION: "1.0.0", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  app = child;
  log = createInterface({ input: child.stdout });
  await lineWith(until);
  return `http://127.0.0.1:${port}`;
}

/** The next line of its log that contains this. */
function lineWith(text: string): Promise<string> {
  return new Promise((resolve) => log?.on("line", (line) => line.includes(text) && resolve(line)));
}

/** Memory that it has now. */
function residentKiB(): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${app?.pid}/status`, "utf8"))?.[1]);
}

function ended(): Promise<unknown[]> {
  if (app === undefined) throw new Error("not started");
  return once(app, "exit");
}

describe("the demo app", () => {
  it("names its version on every page", async () => {
    const url = await start("ready");
    const page = await fetch(url);
    expect(page.headers.get("x-version")).toBe("1.0.0");
    expect(await page.text()).toMatch(/^shop 1\.0\.0 from /);
    expect(await (await fetch(`${url}/version`)).json()).toMatchObject({ name: "shop", version: "1.0.0" });
    expect(await (await fetch(`${url}/slow?ms=20`)).text()).toContain("1.0.0");
    expect((await fetch(`${url}/missing`)).status).toBe(404);
  });

  it("counts the bytes of an upload", async () => {
    const url = await start("ready");
    const answer = await fetch(`${url}/upload`, { method: "POST", body: Buffer.alloc(1_000_000) });
    expect(await answer.json()).toMatchObject({ bytes: 1_000_000 });
  });

  it("sends as many events as asked for, then says that they are over", async () => {
    const url = await start("ready");
    const text = await (await fetch(`${url}/events?ms=5&count=3`)).text();
    expect(text.match(/^(?:id|event): .*$/gm)).toEqual(["id: 1", "id: 2", "id: 3", "event: end"]);
  });

  it("echoes what a websocket sends", async () => {
    const url = await start("ready");
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
    await once(socket, "open");
    const echoes: string[] = [];
    const two = new Promise<void>((resolve) =>
      socket.on("message", (data: Buffer) => echoes.push(data.toString("utf8")) === 2 && resolve()),
    );
    socket.send("hello");
    socket.send("x".repeat(60_000));
    await two;
    expect(echoes).toEqual(["hello", "x".repeat(60_000)]);
    socket.close(1000);
    expect((await once(socket, "close"))[0]).toBe(1000);
  });

  it("refuses names of secrets that lead elsewhere", async () => {
    const url = await start("ready");
    expect((await fetch(`${url}/secret/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
    expect(await (await fetch(`${url}/secret/MISSING`)).text()).toBe("ENOENT\n");
  });

  it.each([
    ["wrong-path", 404, 200],
    ["unhealthy", 503, 200],
    ["errors", 200, 500],
  ])("when broken by %s answers %i to the health check and %i to pages", async (APP_BREAK, health, page) => {
    const url = await start("ready", { APP_BREAK });
    expect((await fetch(`${url}/healthz`)).status).toBe(health);
    expect((await fetch(url)).status).toBe(page);
  });

  it.each(["hang", "slow"])("when broken by %s does not answer the health check in time", async (APP_BREAK) => {
    const url = await start("ready", { APP_BREAK });
    await expect(fetch(`${url}/healthz`, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout/);
  });

  it("when broken by refuse does not listen", async () => {
    const url = await start("never listens", { APP_BREAK: "refuse" });
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("when broken by crash says why and ends with exit code 7", async () => {
    await start("cannot read the price list", { APP_BREAK: "crash" });
    expect(await ended()).toEqual([7, null]);
  });

  it("ends at the page that is one too many, and not at health checks", async () => {
    const url = await start("ready", { APP_CRASH_AFTER: "2" });
    for (const path of ["/healthz", "/healthz", "/"]) expect((await fetch(url + path)).status).toBe(200);
    const end = ended();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
    expect(await end).toEqual([7, null]);
  });

  it("logs lines of level ERROR about pages that it answers well", async () => {
    const url = await start("ready", { APP_ERROR_LINES: "1" });
    const line = lineWith('"level":"ERROR"');
    expect((await fetch(url)).status).toBe(200);
    expect(await line).toContain("the price list is a day old");
  });

  it("answers pages late, and its health check at once", async () => {
    const url = await start("ready", { APP_DELAY: "60000" });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await expect(fetch(url, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout/);
  });

  it("keeps memory for each page that it answers", async () => {
    const url = await start("ready", { APP_LEAK: "4096" });
    const before = residentKiB();
    for (let page = 0; page < 20; page += 1) expect((await fetch(url)).status).toBe(200);
    expect(residentKiB() - before).toBeGreaterThan(15 * 4096); // the garbage of twenty answers is little beside it
  });

  it("finishes a request in flight after SIGTERM, is unhealthy meanwhile, and exits", async () => {
    const url = await start("ready");
    const slow = fetch(`${url}/slow?ms=600`);
    await (await fetch(url)).text();
    const end = ended();
    app?.kill("SIGTERM");
    const health = await fetchUntil(`${url}/healthz`, 503);
    expect(health.headers.get("connection")).toBe("close");
    expect((await slow).status).toBe(200);
    expect(await end).toEqual([0, null]);
  });

  it("ends its streams in good order when the drain is over", async () => {
    const url = await start("ready", { APP_DRAIN: "300" });
    const events = await fetch(`${url}/events?ms=20`);
    const end = ended();
    app?.kill("SIGTERM");
    expect(await events.text()).toMatch(/event: end\ndata: \{\}\n\n$/);
    expect(await end).toEqual([0, null]);
  });
});

async function fetchUntil(url: string, status: number): Promise<Response> {
  for (;;) {
    const answer = await fetch(url);
    if (answer.status === status) return answer;
  }
}
