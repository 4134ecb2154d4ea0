import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EngineEvent } from "../../engine/events.ts";
import type { Color } from "../../model/color.ts";
import { findPlace } from "../../platforms/aws/observe/find-place.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { lookOnce } from "../../platforms/aws/watch/look-once.ts";
import { putFigures, type Minute } from "../support/aws/figures.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { useAws } from "../support/aws/use-aws.ts";
import { TIDEGATE } from "../support/repository.ts";
import { runProcess } from "../support/run-process.ts";

const MINUTE_MS = 60_000;
const GATE = { passes: 2, within: "10s" };
const WELL = { blue: { requests: 1_000 }, green: { requests: 500 } };
const CANARY = { steps: "5% 10m, 30% 10m, 100%", minSamples: 10 };

const aws = useAws();
let stack: ProgramStack;

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  stack = await ProgramStack.create(aws().clients);
});
afterAll(() => stack.remove());

const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
const declare = (activeColor: Color, colors: object, guard: object = { warmUp: "0s", for: "5m" }) => {
  stack.services = { shop: { activeColor, gate: GATE, canary: CANARY, guard, ...colors } };
};
const tidegate = (...args: string[]) =>
  runProcess(process.execPath, [TIDEGATE, ...args, "-s", stack.id.stack], {
    ...{ cwd: stack.dir, env: process.env, timeoutMs: 60_000 },
  });
const record = async () => (await stack.store.records.read("shop"))?.record;
const shown = async () => (await stack.weights()).public;
const said = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : [])).join("\n");
const lastEntry = async () => JSON.parse((await stack.store.ledger.read()).lines.at(-1) ?? "") as object; // one that we wrote

/** Has CloudWatch know of the minutes that follow a time, and looks once it knows them all. Returns the time of the look. */
async function passMinutes(fromMs: number, minutes: number, told: Readonly<Record<Color, Minute>>): Promise<number> {
  const { clients } = aws();
  const [place, found] = await Promise.all([
    findPlace(clients, stack.id, stack.aws),
    lookAt(clients, stack.id, stack.aws),
  ]);
  const groupOf = (color: Color) => found.aws.pools.find((pool) => pool.color === color)?.group ?? "";
  const groups = { blue: groupOf("blue"), green: groupOf("green") };
  await putFigures(clients, { listener: place.listener ?? "", groups, fromMs, minutes }, told);
  const nowMs = fromMs + (minutes + 4) * MINUTE_MS;
  const who = { name: "the watcher", log: () => {}, now: () => nowMs };
  await lookOnce({ clients, place, store: stack.store, service: "shop", ...who });
  return nowMs;
}

describe("a canary on AWS", () => {
  it("begins with an up, whose preview says what the rule will say", async () => {
    declare("blue", { blue: release("1.0.0") });
    expect(await stack.up()).toEqual(
      expect.arrayContaining(["create ListenerRule shop", "create ListenerRule shop-canary"]),
    );
    declare("green", { blue: release("1.0.0"), green: release("2.0.0") });
    const { events } = await stack.run("preview");
    expect(said(events)).toContain("shop: traffic moves blue → green in steps (5%, 30%, 100%) after 2 replicas pass");
    await stack.up();
    expect(await shown()).toEqual({ blue: 95, green: 5 });
    expect(await record()).toMatchObject({ active: "green", canary: { from: "blue", share: 500 } });
  });

  it("is left alone by an up, and told of by the commands", async () => {
    expect(await stack.up()).toEqual([]);
    const status = await tidegate("canary", "status");
    expect(status.stdout).toMatch(
      /^shop {2}version 2\.0\.0: green has 5% of the clients, blue the others; 30% next, in /,
    );
    expect(status.stdout).not.toContain("agent");
    expect((await tidegate("status")).stdout).not.toContain("The agent");
    const watch = await tidegate("watch", "shop", "--once");
    expect(watch.stdout).toMatch(/^shop: green has 5% of the clients.*\nshop: goes on; this watch has ended\.\n$/);
    expect(watch.exitCode).toBe(0);
  });

  it("goes on by what CloudWatch tells, past an up that changes nothing, to the end", async () => {
    const began = (await record())?.canary?.since ?? 0;
    const later = await passMinutes(began, 10, WELL);
    expect(await shown()).toEqual({ blue: 70, green: 30 });
    expect(await stack.up()).toEqual([]);
    expect(await shown()).toEqual({ blue: 70, green: 30 });
    await passMinutes(later, 10, WELL);
    expect(await shown()).toEqual({ blue: 0, green: 100 });
    expect(await lastEntry()).toMatchObject({ kind: "verified", canary: { action: "step", by: "the watcher" } });
    expect(await stack.up()).toEqual(["update ListenerRule shop"]);
    expect(await shown()).toEqual({ blue: 0, green: 100 });
    expect(await stack.up()).toEqual([]);
  });

  it("goes back from a release that its guard finds bad, with why in the ledger", async () => {
    declare("blue", { blue: release("3.0.0"), green: release("2.0.0") });
    await stack.up();
    expect(await shown()).toEqual({ blue: 5, green: 95 });
    const began = (await record())?.canary?.since ?? 0;
    await passMinutes(began, 5, { blue: { requests: 1_000, errors: 500 }, green: { requests: 1_000 } });
    expect(await shown()).toEqual({ blue: 0, green: 100 });
    expect(await record()).toMatchObject({ active: "green", hold: { version: "3.0.0", by: "the watcher" } });
    const lines = (await stack.store.ledger.read()).lines.map((line) => JSON.parse(line) as object); // entries that we wrote
    expect(lines.at(-2)).toMatchObject({ kind: "switch", purpose: "fallback", verdicts: [{ rule: "errors" }, {}, {}] });
    const { error } = await stack.run("up");
    expect(String(error)).toContain("3.0.0");
    declare("green", { blue: release("3.0.0"), green: release("2.0.0") });
    await stack.up();
    expect(await shown()).toEqual({ blue: 0, green: 100 });
  });

  it("is aborted by a person, and leaves nothing behind", async () => {
    declare("blue", { blue: release("4.0.0"), green: release("2.0.0") });
    await stack.up();
    const aborted = await tidegate("canary", "abort", "shop", "--reason", "errors at checkout");
    expect(aborted.stdout).toMatch(/^shop: traffic moved blue → green \(version 2\.0\.0\)/);
    expect(await shown()).toEqual({ blue: 0, green: 100 });
    const { error } = await stack.run("destroy");
    expect(error).toBeUndefined();
    expect(await record()).toMatchObject({ active: null });
  });
});
