import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow, type FollowArgs } from "../../../../cli/follow/follow.ts";
import { releasesUnderWay } from "../../../../cli/follow/followed.ts";
import { CLIENTS } from "../../../../model/canary.ts";
import { InputError } from "../../../../model/errors.ts";
import type { Observed, ObservedAgent } from "../../../../model/observed.ts";
import { observed, record } from "../../edge/observed.ts";
import { BOTH, canary, underWay } from "../../plan/under-way.ts";

const AGENT: ObservedAgent = { id: "a", state: "running", restarts: 0, version: "0.1.0", lastBeat: 1, silentMs: 0 };
const PAUSED = { by: "jane", reason: "errors", at: 1 };
const began = Date.UTC(2026, 10, 30);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: began }));
afterEach(() => void vi.useRealTimers());

const at = (step: number, change: Parameters<typeof canary>[1] = {}, agent: ObservedAgent | null = AGENT) =>
  underWay(
    { canary: canary(began, { step, revision: step + 1, share: [500, 3_000][step] ?? CLIENTS, ...change }) },
    { agent },
  );
const gone = (active: "blue" | "green") =>
  observed({ ...shopOf(at(0)), record: record({ active, sealed: BOTH }) }, { agent: AGENT });

function shopOf({ hosts }: Observed) {
  const shop = hosts[0]?.services["shop"];
  if (shop === undefined) throw new Error("the service is there");
  return shop;
}

/** Follows what is seen one look after the other, an error being one that fails; each look is half a minute after the last. */
async function followed(
  looks: readonly (Observed | Error)[],
  { signal = new AbortController().signal, hasAgent = true }: Partial<FollowArgs> = {},
) {
  const said: string[] = [];
  let looked = 0;
  const ends = await follow(releasesUnderWay(at(0).hosts), {
    ...{ stack: "dev", signal, hasAgent, clock: () => looked * 30_000, pause: () => Promise.resolve() },
    tell: { progress: ({ message }) => said.push(message), warn: (line) => said.push(`! ${line}`) },
    look: () => {
      const seen = looks[looked];
      looked += 1;
      if (seen === undefined) throw new Error("it looks on although all has ended");
      return seen instanceof Error ? Promise.reject(seen) : Promise.resolve(seen);
    },
  });
  return { said, ends: ends.map(({ end }) => end) };
}

test("tells each step once, and ends when all clients have gone over", async () => {
  expect(await followed([at(0), at(0), at(1), at(1), gone("green")])).toEqual({
    ends: ["gone over"],
    said: [
      "shop: green has 5% of the clients, blue the others; 30% next, in 10m",
      "shop: green has 30% of the clients, blue the others; 100% next, in 10m",
    ],
  });
});

test("says what it waits for, and how that comes", async () => {
  const steps = [
    { share: 500, forMs: null },
    { share: CLIENTS, forMs: 0 },
  ];
  const over = { since: began - 3_600_000 };
  const { said, ends } = await followed([
    at(0, { steps }),
    at(1, { paused: PAUSED }),
    at(1, { revision: 3, ...over }),
    gone("blue"),
  ]);
  expect(ends).toEqual(["went back"]);
  expect(said).toEqual([
    "shop: green has 5% of the clients, blue the others; 100% next, once somebody promotes it: `tidegate canary promote shop --reason TEXT -s dev`",
    'shop: green has 30% of the clients, blue the others; 100% next, paused by jane ("errors"); to go on: `tidegate canary resume shop --reason TEXT -s dev`',
    "shop: green has 30% of the clients, blue the others; 100% next, as soon as enough was seen of it",
  ]);
});

test("says once why it stands still, and anew for another reason", async () => {
  const { generation } = record();
  const held = (because: "missing" | "replicas") =>
    at(
      0,
      {},
      {
        ...AGENT,
        standstills: { shop: { generation, revision: 1, since: began, because, rule: null, text: "too few." } },
      },
    );
  const { said } = await followed([held("missing"), held("missing"), held("replicas"), at(1), gone("green")]);
  const holds = (remedy: string) =>
    expect.stringContaining(`! shop: holds since 2026-11-30T00:00:00Z: too few. ${remedy}`) as string;
  expect(said.filter((line) => line.startsWith("!"))).toEqual([
    holds("It goes on by itself once there is enough to judge."),
    holds("It goes on by itself once all of them are well."),
  ]);
});

test("says once that the agent is silent, and once that it is back", async () => {
  const silent = (silentMs: number) => at(0, {}, { ...AGENT, silentMs });
  const { said } = await followed([silent(0), silent(30_000), silent(32_000), at(0), at(0, {}, null), gone("green")]);
  expect(said.slice(1)).toEqual([
    "! the agent has said nothing for 30s: nobody carries the steps out. `tidegate logs --agent -s dev` says what it is at",
    "! the agent is back, and the steps go on",
    "! the agent is missing: nobody carries the steps out. `tidegate up -s dev` brings it back",
  ]);
});

test("says of an agent that is frozen what no up does", async () => {
  const { said } = await followed([at(0, {}, { ...AGENT, state: "paused" }), gone("green")]);
  expect(said.at(-1)).toBe(
    "! the agent is paused: nobody carries the steps out. `docker unpause` of its container lets it go on",
  );
});

test("misses no agent where there is none", async () => {
  const { said } = await followed([at(0, {}, null), gone("green")], { hasAgent: false });
  expect(said).toEqual(["shop: green has 5% of the clients, blue the others; 30% next, in 10m"]);
});

test("bears it that the host does not answer for a while", async () => {
  const away = new InputError("it is away");
  const { said, ends } = await followed([at(0), away, away, at(0), away, gone("green")]);
  expect(ends).toEqual(["gone over"]);
  expect(said.slice(1)).toEqual([
    "! the host cannot be asked, and is asked again for two minutes: it is away",
    "! the host answers again",
    "! the host cannot be asked, and is asked again for two minutes: it is away",
    "! the host answers again",
  ]);
});

test("gives up after two minutes without an answer, and says that the release goes on", async () => {
  const away = new InputError("it is away");
  await expect(followed([at(0), away, away, away, away, away])).rejects.toThrow(
    "The release is under way and goes on without this command, which could not ask the host for two minutes: it is away\n" +
      "`tidegate canary status -s dev` says how far it is.",
  );
});

test("takes no fault of ours for a host that is away", async () => {
  await expect(followed([at(0), new TypeError("a bug")])).rejects.toThrow("a bug");
});

test("looks no more once it is stopped", async () => {
  expect(await followed([], { signal: AbortSignal.abort() })).toEqual({ said: [], ends: [null] });
});
