import { describe, expect, it, vi } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { useEnvironment } from "../support/use-environment.ts";

const HELD_ONLY = { keepAlive: 0, fresh: 0, slow: 0, upload: 0, stream: 2, websocket: 2 };

describe.each(enginesPresent().slice(0, 1))("event streams and websockets, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop.green = release("v2");
    await created.up();
  });

  it("outlive a flip on their color, and end within the drain time when it is replaced", async () => {
    const load = await environment().startLoad({ clients: HELD_ONLY });
    await vi.waitFor(async () => expect((await load.report()).held.opened).toBe(4), { timeout: 5_000 });
    load.announce(VERSIONS.v2);
    await environment().flip("green");
    const messages = (await load.report()).held.messages;
    await vi.waitFor(async () => expect((await load.report()).held).toMatchObject({ opened: 4, cut: 0 }), {
      timeout: 5_000,
    });
    await vi.waitFor(async () => expect((await load.report()).held.messages).toBeGreaterThan(messages + 10), {
      timeout: 10_000,
    });

    environment().shop.blue = { ...release("v1"), version: "1.0.1" };
    const startedMs = performance.now();
    await environment().up();
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    await vi.waitFor(async () => expect((await load.report()).held).toMatchObject({ opened: 8, cut: 4 }), {
      timeout: 10_000,
    });
    const report = await load.stop();
    expect(report.lost).toBe(0);
    expect(report.versions[VERSIONS.v2]).toBe(2); // the streams that were opened anew
  }, 120_000);

  it("stay on their color while a canary takes all other clients over", async () => {
    const { shop } = environment();
    const load = await environment().startLoad({ clients: HELD_ONLY });
    await vi.waitFor(async () => expect((await load.report()).held.opened).toBe(4), { timeout: 5_000 });
    Object.assign(shop, { canary: { steps: "50% until promoted, 100%" }, activeColor: "blue" });
    shop.blue = { ...release("v2"), version: "2.1.0" };
    await environment().up();
    const promote = ["canary", "promote", "shop", "--reason", "looks well"];
    expect(await environment().tidegate(promote)).toMatchObject({ exitCode: 0 });
    expect((await environment().record()).canary).toBeUndefined();
    const { messages } = (await load.report()).held;
    await vi.waitFor(async () => expect((await load.report()).held.messages).toBeGreaterThan(messages + 10), {
      timeout: 10_000,
    });
    expect((await load.stop()).held).toMatchObject({ opened: 4, cut: 0 });
  }, 120_000);
});
