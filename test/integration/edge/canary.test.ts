import { afterAll, beforeAll, expect, test } from "vitest";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { findEdge } from "../../../edge/running-edge.ts";
import type { Session, Shift } from "../../../edge/session.ts";
import { withSession } from "../../../edge/with-session.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import { nextStep, pauseCanary } from "../../../plan/canary-steps.ts";
import { binomialBounds, Client } from "../../support/clients.ts";
import { sampled, SEED } from "../../support/soak.ts";
import { Stage, until } from "./stage.ts";

const [OLD, NEW] = ["1.0.0", "2.0.0"];
const STEPS = {
  steps: "5% 10m, 30% 10m, 50% 10m, 95% until promoted, 100%",
  minSamples: 1,
  ifSilent: "hold",
  onNewVersion: "refuse",
} as const;

const EACH_SHARE = "1% 10m, 5% 10m, 30% 10m, 50% 10m, 95% 10m, 100%";

// One edge lives through all of this, and so do its clients.
const stage = new Stage();
const clients: Client[] = [];
beforeAll(async () => {
  await stage.start();
  stage.part = { ...stage.part, canary: { ...STEPS, sticky: "cookie" } };
  await stage.startBoth();
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  clients.push(...Array.from({ length: 400 }, () => new Client(stage.url)));
});
afterAll(() => stage.remove());

/** The versions that all clients meet, in their order. */
async function versions(): Promise<(string | undefined)[]> {
  const seen = await Promise.all(clients.map((client) => client.get()));
  expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
  return seen.map(({ version }) => version);
}

/** Asserts that so many of them have gone over as chance allows, and everybody who had before. */
async function expectShare(
  share: number,
  before: readonly (string | undefined)[] = [],
): Promise<(string | undefined)[]> {
  const now = await versions();
  const { least, most } = binomialBounds(now.length, share / 10_000);
  const over = now.filter((version) => version === NEW).length;
  expect({ share, over, isWithin: over >= least && over <= most }).toMatchObject({ isWithin: true });
  expect(
    before.flatMap((version, index) => (version === NEW ? [now[index]] : [])).filter((each) => each !== NEW),
  ).toEqual([]);
  expect(await versions()).toEqual(now); // nobody changes color within a step
  return now;
}

/** Asserts that everybody meets what they met before, once the proxy has begun with a new config. */
async function expectKeptOverReload(before: readonly (string | undefined)[]): Promise<void> {
  stage.part = { ...stage.part, maxReplicas: stage.part.maxReplicas === 5 ? 6 : 5 };
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await versions()).toEqual(before);
}

/** The same, once the edge's container has begun anew and found both pools. */
async function expectKeptOverRestart(before: readonly (string | undefined)[]): Promise<void> {
  await stage.docker.getContainer(stage.edge).restart();
  await until("the edge answers", async () => (await stage.get(stage.url)).status === 200);
  for (const [says, version] of Object.entries({ true: NEW, false: OLD })) {
    const isUp = async () => (await new Client(stage.url).get({ "x-canary": says })).version === version;
    await until(`the pool of ${version ?? ""} is up`, isUp);
  }
  expect(await versions()).toEqual(before);
}

async function record(): Promise<EdgeRecord & { canary: CanaryState }> {
  const read = (await observeHost(stage.docker, stage.id)).services["shop"]?.record;
  if (read?.canary === undefined) throw new Error("there is no canary");
  return { ...read, canary: read.canary };
}

const inSession = async <T>(use: (session: Session) => Promise<T>) =>
  withSession(await findEdge({ host: LOCAL_HOST, ...stage.id }), "shop", use);

/** The change that makes the next step of what the record says. */
async function toNextStep(): Promise<Shift> {
  const { canary, generation } = await record();
  const next = nextStep(canary, Date.now());
  return {
    ...{ generation, expected: canary.revision, canary: next },
    facts: {
      ...{
        kind: "canary",
        service: "shop",
        action: "step",
        generation,
        revision: canary.revision + 1,
        version: NEW ?? "",
      },
      ...{ share: { before: canary.share, after: next?.share ?? 10_000 }, by: "test", reason: "its time is over" },
    },
  };
}

test("a release gets its first share of the clients, and each client keeps its color", async () => {
  expect(new Set(await versions())).toEqual(new Set([OLD]));
  const ended = await stage.cutOver("green", 1_001);
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await record()).toMatchObject({
    active: "green",
    generation: 1_001,
    canary: { from: "blue", share: 500, step: 0 },
  });
  expect((await stage.entries()).map(({ kind }) => kind)).toEqual(["switch", "verified", "switch"]);
  await expectShare(500);
  expect(clients.map(({ cookies }) => Number(cookies.get("tidegate-number"))).every((number) => number >= 0)).toBe(
    true,
  );
});

test("the share stays over a reload and a restart", async () => {
  const before = await expectShare(500);
  await expectKeptOverReload(before);
  await expectKeptOverRestart(before);
});

test("a header or a cookie forces a color, and leaves no number", async () => {
  for (const [says, version] of [
    ["true", NEW],
    ["false", OLD],
  ] as const) {
    const client = new Client(stage.url);
    expect(await client.get({ "x-canary": says })).toMatchObject({ version });
    expect(await client.get({ cookie: `tidegate-canary=${says}` })).toMatchObject({ version });
    expect(client.cookies.size).toBe(0);
  }
});

test("a client without cookies goes over with the probability of the share", async () => {
  const seen = await Promise.all(clients.map((client) => new Client(client.url).get()));
  const { least, most } = binomialBounds(seen.length, 0.05);
  const over = seen.filter(({ version }) => version === NEW).length;
  expect(over).toBeGreaterThanOrEqual(least);
  expect(over).toBeLessThanOrEqual(most);
});

test("a growing share only moves clients forward", async () => {
  const first = await expectShare(500);
  expect(await inSession(async (session) => session.shift(await toNextStep()))).toMatchObject({ head: { number: 4 } });
  const second = await expectShare(3_000, first);
  expect(await record()).toMatchObject({ generation: 1_001, canary: { share: 3_000, step: 1, revision: 2 } });
  const stale = { ...(await toNextStep()), expected: 1 };
  expect(await inSession((session) => session.shift(stale))).toEqual({ generation: 1_001, revision: 2 });
  expect(await versions()).toEqual(second);
});

test.each(["shift:before-entry", "shift:after-entry", "shift:after-record"] as const)(
  "killed at %s, the next look finds all of a step or nothing, and says it once",
  async (point) => {
    const shift = await toNextStep();
    const before = await record();
    const told = JSON.stringify(shift).replaceAll("'", "");
    await stage.inEdge(
      `echo 'shift ${told}' | TIDEGATE_FAIL_POINT=${point} /usr/local/lib/tidegate/edge session shop || true`,
    );
    const isMade = point === "shift:after-record";
    expect((await record()).canary.revision).toBe(before.canary.revision + (isMade ? 1 : 0));
    const again = isMade ? { ...shift, canary: (await record()).canary, expected: shift.expected + 1 } : shift;
    if (isMade) delete again.facts; // whoever comes next tells the workers what the record says
    expect(await inSession((session) => session.shift(again))).toMatchObject({ at: expect.any(Number) as unknown });
    const said = (await stage.entries()).filter((entry) => entry.kind === "canary");
    expect(said.map(({ revision }) => revision)).toEqual(said.map((_, index) => index + 2));
    await inSession(async (session) => {
      const { canary, generation } = await record(); // back to the step before, for the next one
      const step = { ...pauseCanary(canary, { by: "test", reason: "again" }, 1), step: 1, share: 3_000 };
      await session.shift({ generation, expected: canary.revision, canary: { ...step, revision: canary.revision } });
    });
  },
);

test("a color that goes down in the middle leaves its clients to the other one", async () => {
  const served = (version: string | undefined) => async () =>
    (await stage.get(stage.url, { "x-canary": "true" })).version === version;
  await stage.docker.getContainer(stage.replica("green")).kill();
  await until("its clients are served", served(OLD));
  expect(new Set(await versions())).toEqual(new Set([OLD]));
  expect(await stage.get(`${stage.url}/.well-known/tidegate/ready`)).toMatchObject({ status: 200 });
  await stage.docker.getContainer(stage.replica("green")).start();
  await until("it is back", served(NEW));
});

test("the way back moves everybody, at once", async () => {
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(new Set(await versions())).toEqual(new Set([OLD]));
  expect((await observeHost(stage.docker, stage.id)).services["shop"]?.record?.canary).toBeUndefined();
});

test(`each share moves as many as chance allows, and keeps them; the last one is the switch's good end (seed ${SEED})`, async () => {
  stage.part = { ...stage.part, canary: { ...STEPS, steps: EACH_SHARE, sticky: "cookie" } };
  stage.release("green", "v2", { environment: { AGAIN: "1" } });
  await stage.removeReplica("green");
  await stage.startReplica("green");
  await stage.apply();
  expect(await stage.cutOver("green", 1_003)).toMatchObject({ exitCode: 0, stderr: "" });
  let met: (string | undefined)[] = [];
  const shares = [100, 500, 3_000, 5_000, 9_500];
  const restarted = sampled(shares); // a restart waits for clients that keep their connections
  for (const share of shares) {
    expect(await record()).toMatchObject({ canary: { share } });
    met = await expectShare(share, met);
    await expectKeptOverReload(met);
    if (restarted.includes(share)) await expectKeptOverRestart(met);
    await inSession(async (session) => session.shift(await toNextStep()));
  }
  expect(new Set(await versions())).toEqual(new Set([NEW]));
  const { record: after } = (await observeHost(stage.docker, stage.id)).services["shop"] ?? {};
  expect(after).toMatchObject({ active: "green", generation: 1_003 });
  expect(after?.canary).toBeUndefined();
}, 120_000);

test.each(["source", "header x-user"])("clients are known by %s", async (sticky) => {
  const color = sticky === "source" ? "blue" : "green";
  const canary = { ...STEPS, steps: "50% 10m, 100%", sticky };
  stage.part = { ...stage.part, canary };
  stage.release(color, color === "blue" ? "v1" : "v2", { environment: { STICKY: "1" } });
  await stage.removeReplica(color);
  await stage.startReplica(color);
  await stage.apply();
  const { generation } = (await observeHost(stage.docker, stage.id)).services["shop"]?.record ?? { generation: 0 };
  expect(await stage.cutOver(color, generation + 1)).toMatchObject({ exitCode: 0, stderr: "" });
  const as = (user: number) => new Client(stage.url).get({ "x-user": `user-${user}` });
  const users = Array.from({ length: 200 }, (_, user) => user);
  const first = (await Promise.all(users.map(as))).map(({ version }) => version);
  const second = (await Promise.all(users.map(as))).map(({ version }) => version);
  expect(second).toEqual(first);
  const { least, most } = binomialBounds(200, 0.5);
  const over = first.filter((version) => version === (color === "blue" ? OLD : NEW)).length;
  if (sticky === "source")
    expect([0, 200]).toContain(over); // they all come from one address
  else expect(over >= least && over <= most).toBe(true);
  await inSession(async (session) => {
    const found = await record();
    await session.shift({ generation: found.generation, expected: found.canary.revision, canary: null });
  });
});
