import { describe, expect, it } from "vitest";
import { guardSchema, type GuardInput } from "../../../model/guard.ts";
import { AWS_WATCH_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";
import { lookOnce } from "../../../platforms/aws/watch/look-once.ts";
import { watchRelease } from "../../../platforms/aws/watch/watch-release.ts";
import { putFigures, type Minute } from "../../support/aws/figures.ts";
import { dieAt } from "../../support/aws/die-at.ts";
import { putCanary } from "../../support/aws/put-canary.ts";
import { keepTasks } from "../../support/aws/keep-tasks.ts";
import type { LookOnceArgs } from "../../support/aws/look-once.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

/** A whole minute, at which green has got 50 % of the clients. */
const BEGAN_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

const { aws, account, stage } = useAwsStage((stage, account) =>
  putCanary(account, stage, { steps: "50% 10m, 100%", minSamples: 100, share: 50, now: BEGAN_MS }),
);

const record = async () => (await stage().store.records.read("shop"))?.record;
const after = (minutes: number) => () => BEGAN_MS + minutes * MINUTE_MS;
const watcher = (now: () => number) => ({
  ...{ clients: account.clients, place: stage().stack.place, store: stage().store, service: "shop" },
  ...{ name: "the watcher", log: () => {}, now },
});
const look = (now: () => number) => lookOnce(watcher(now));
const watch = (now: () => number) =>
  watchRelease(watcher(now), {
    ...{ once: false, signal: new AbortController().signal, tell: () => {}, everyMs: 1 },
  });
const tell = (minutes: number, green: Minute, blue: Minute = { requests: 1_000 }) =>
  putFigures(
    account.clients,
    {
      ...{ listener: stage().stack.place.listener, fromMs: BEGAN_MS, minutes },
      groups: { blue: stage().blue.group, green: stage().green.group },
    },
    { blue, green },
  );
const guard = (input: GuardInput) =>
  stage().store.guards.declare("shop", guardSchema.parse({ flapping: null, warmUp: "0s", ...input }));

describe("a canary that is watched on AWS", () => {
  it("takes its step once CloudWatch has told of all its time, and not before", async () => {
    await tell(10, { requests: 50 });
    expect(await look(after(10))).toMatchObject({ action: "nothing", progress: { watchedMs: 8 * MINUTE_MS } });
    expect(await look(after(12))).toMatchObject({ action: "step", progress: { answered: 500 } });
    expect(await stage().weights()).toMatchObject({ public: { blue: 0, green: 100 } });
    expect(await record()).not.toHaveProperty("canary");
    expect(await stage().entries()).toEqual(["verified"]);
    expect(await look(after(12))).toMatchObject({ action: "end", progress: { isOver: true } });
  });

  it("waits for requests", async () => {
    await tell(10, { requests: 2 });
    expect(await look(after(12))).toMatchObject({
      ...{ action: "await-requests", standstill: { because: "samples" } },
    });
    expect(await record()).toMatchObject({ canary: { share: 5_000 } });
  });

  it("waits for as many tasks as the color has that its next step takes all traffic from, and starts them", async () => {
    const { cluster } = stage().stack.place;
    await account.clients.ecs.updateService({ cluster, service: stage().blue.name, desiredCount: 3 });
    await tell(10, { requests: 50 });
    expect(await look(after(12))).toMatchObject({
      ...{ action: "step", standstill: { because: "replicas", text: "2 of 3 replicas of green are well." } },
    });
    expect(await record()).toMatchObject({ canary: { share: 5_000 } });
    expect(await wantedTasks(account.clients, cluster, stage().green.name)).toBe(3);
    keepTasks(aws());
    await account.clients.ecs.updateService({ cluster, service: stage().green.name, desiredCount: 3 });
    expect(await look(after(12))).toMatchObject({ action: "step", standstill: null });
    expect(await stage().weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  });

  it("stays where it is while CloudWatch tells nothing, however long", async () => {
    await guard({ onInconclusive: "go-on" });
    expect(await look(after(60))).toMatchObject({
      ...{ action: "nothing", progress: { watchedMs: 0 } },
      verdicts: [
        { rule: "errors", outcome: "inconclusive", because: "missing", text: "Nothing was read from CloudWatch yet." },
        { rule: "errors", outcome: "inconclusive", because: "missing" },
        { rule: "failedChecks", outcome: "pass" },
      ],
    });
    expect(await record()).toMatchObject({ canary: { share: 5_000 } });
  });

  it("holds on figures that have stopped to come", async () => {
    await guard({ onInconclusive: "go-on" });
    await tell(12, { requests: 500 });
    const { action, standstill } = await look(after(30));
    expect(action).toBe("hold");
    expect(standstill?.text).toBe("CloudWatch was last read 18m ago.");
    expect(await record()).toMatchObject({ canary: { share: 5_000 } });
  });

  it("goes on where its guard has passed, with what it said in the ledger", async () => {
    await guard({});
    await tell(10, { requests: 1_000, errors: 1 }, { requests: 1_000, errors: 1 });
    expect(await look(after(12))).toMatchObject({ action: "step" });
    const [verified] = (await stage().store.ledger.read()).lines.map((line) => JSON.parse(line) as object); // entries that we wrote
    expect(verified).toMatchObject({
      ...{ kind: "verified", canary: { action: "step", by: "the watcher" } },
    });
    expect(verified).toHaveProperty("canary.verdicts.0", {
      ...{ rule: "errors", against: "other", outcome: "pass", because: null, unit: "ratio", value: 0.001 },
      ...{ windowMs: 10 * MINUTE_MS, samples: { active: 10_000, stable: 10_000 } },
      ...{
        query: expect.any(String) as string,
        limit: expect.any(Number) as number,
        text: expect.any(String) as string,
      },
    });
  });

  it("goes back on the first minutes that are surely bad, and holds the version", async () => {
    await guard({});
    await tell(4, { requests: 1_000, errors: 500 });
    expect(await look(after(6))).toMatchObject({ action: "back" });
    expect(await stage().weights()).toMatchObject({ public: { blue: 100, green: 0 } });
    expect(await record()).toMatchObject({
      active: "blue",
      generation: 8,
      hold: { version: "2.0.0", by: "the watcher" },
    });
    expect(await stage().entries()).toEqual(["switch fallback", "verified"]);
    expect(await look(after(7))).toMatchObject({ action: "nothing", progress: { isOver: true } });
  });

  it("counts requests that found nobody to connect to", async () => {
    await guard({});
    await tell(4, { requests: 1_000, unconnected: 500 });
    expect(await look(after(6))).toMatchObject({ action: "back" });
  });

  it("goes back from tasks that stay unhealthy for two looks", async () => {
    await guard({ errors: null });
    await tell(6, { requests: 10 });
    await look(after(3));
    await account.emptyByHand(stage().green.group);
    expect(await look(after(4))).toMatchObject({ action: "nothing" });
    expect(await look(after(5))).toMatchObject({ action: "back" });
    expect(await record()).toMatchObject({ active: "blue" });
  });

  it("stays where the other color cannot take the clients", async () => {
    await guard({});
    await tell(4, { requests: 1_000, errors: 500 });
    await account.emptyByHand(stage().blue.group);
    const { standstill } = await look(after(6));
    expect(standstill).toMatchObject({ because: "no-way-back", rule: "errors" });
    expect(await record()).toMatchObject({ active: "green" });
  });

  it("has the rule follow the record again where it does not", async () => {
    await account.moveByHand(stage().rule, [{ group: stage().blue.group, weight: 1 }]);
    await look(after(1));
    expect(await stage().weights()).toMatchObject({ public: { blue: 50, green: 50 } });
  });

  it("takes one step where two look at once", async () => {
    await tell(10, { requests: 50 });
    await Promise.all([look(after(12)), look(after(12))]);
    expect(await stage().entries()).toEqual(["verified"]);
    expect(await stage().weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  });

  it.each(AWS_WATCH_FAIL_POINTS)("goes on after who watched was killed at %s", async (point) => {
    await tell(10, { requests: 50 });
    await look(after(5));
    const args: LookOnceArgs = { place: stage().stack.place, bucket: stage().bucket, nowMs: after(12)() };
    expect(await dieAt(point, "look-once.ts", args)).toBe("SIGKILL");
    expect(await stage().entries()).toEqual(["verified"]);
    expect(await look(after(13))).toMatchObject({ action: "end" });
    expect(await stage().entries()).toEqual(["verified"]);
  });
});

describe("a watch to the end", () => {
  it("is over once the release has all the traffic, after trouble of AWS that passes", async () => {
    await tell(10, { requests: 50 });
    aws().proxy.trouble("cloudwatch:GetMetricData", { status: 503, code: "ServiceUnavailable" }, 2);
    expect(await watch(after(12))).toMatchObject({ end: "over", first: { canary: { share: 5_000 } } });
    expect(await stage().weights()).toMatchObject({ public: { blue: 0, green: 100 } });
  });

  it("ends with the way back", async () => {
    await guard({});
    await tell(4, { requests: 1_000, errors: 500 });
    expect(await watch(after(6))).toMatchObject({ end: "back", last: { action: "back" } });
  });

  it("says which permission is missing, and moves nothing", async () => {
    await tell(10, { requests: 50 });
    aws().proxy.trouble("cloudwatch:GetMetricData", { status: 403, code: "AccessDenied" });
    await expect(watch(after(12))).rejects.toThrow("AWS: this identity may not call `cloudwatch:GetMetricData`");
    expect(await record()).toMatchObject({ canary: { share: 5_000 } });
  });
});

describe("a release that has all the traffic", () => {
  const switched = async () => {
    const { store } = stage();
    const kept = await store.records.read("shop");
    if (kept === null) throw new Error("there is a record");
    const { canary: _, ...rest } = kept.record;
    await store.records.put({ record: { ...rest, purpose: "release" }, untold: null }, kept);
    await account.moveByHand(stage().rule, [{ group: stage().green.group, weight: 100 }]);
  };

  it("is watched by its guard for as long as that says, by who has seen it come", async () => {
    await guard({ for: "5m" });
    await look(after(1));
    await switched();
    await look(after(2));
    await tell(14, { requests: 1_000 });
    expect(await look(after(8))).toMatchObject({ action: "nothing", progress: { isOver: false } });
    expect(await look(after(9))).toMatchObject({ action: "end", progress: { isOver: true } });
  });

  it("is no business of who finds it long afterwards", async () => {
    await guard({});
    await switched();
    expect(await look(after(90))).toMatchObject({ action: "nothing", verdicts: [], progress: { isOver: true } });
  });
});
