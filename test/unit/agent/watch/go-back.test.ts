import { expect, test } from "vitest";
import { goBack } from "../../../../agent/watch/go-back.ts";
import type { Session, Slot, Switch } from "../../../../edge/session.ts";
import { switchFactsSchema, type Facts } from "../../../../model/ledger.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";
import type { CanaryState } from "../../../../model/canary-state.ts";
import { recordSchema, type EdgeRecord, type ServicePart } from "../../../../model/record.ts";
import { record, release, seal } from "../../edge/observed.ts";

const SEALED = { blue: seal(release("1")), green: seal(release("2")) };
const GREEN = record({ active: "green", sealed: SEALED });
const PART = { releases: SEALED } as unknown as ServicePart; // nothing else of it is asked
const WHY: GuardVerdict = {
  ...{ rule: "errors", against: "other", outcome: "fail", because: null, query: "q", windowMs: 60_000 },
  ...{ samples: { active: 90, stable: 900 }, value: 0.5, limit: 0.05, unit: "ratio", text: "50% of errors." },
};

/** An edge that does what it is told, or says that somebody was faster. */
function start({ isUp = true, isBehind = false, since = 10, noteFails = false } = {}) {
  const told: { switches: Switch[]; notes: Facts[] } = { switches: [], notes: [] };
  const session: Partial<Session> = {
    readSlots: () => Promise.resolve([{ isUp, since } as Slot]), // all that is asked of one
    switchTraffic: (changes) => {
      told.switches.push(...changes);
      return Promise.resolve(isBehind ? { service: "shop", found: 9 } : { at: 1, tookMs: 2, head: null });
    },
    note: (facts) => {
      told.notes.push(facts);
      return noteFails ? Promise.reject(new Error("the ledger cannot be read")) : Promise.resolve(null);
    },
  };
  const back = (found: EdgeRecord = GREEN, part: ServicePart | null = PART) =>
    goBack(session as Session, {
      record: found,
      part,
      sinceMs: 100,
      name: "agent on a",
      why: WHY,
      verdicts: [WHY],
      now: 5,
    });
  return { told, back };
}

test("moves all traffic to the other color, holds the version, and says by what it knew", async () => {
  const { told, back } = start();
  expect(await back()).toMatchObject({ to: { release: { version: "1" } } });
  const [made] = told.switches;
  expect(made).toMatchObject({
    ...{
      service: "shop",
      expected: GREEN.generation,
      active: "blue",
      generation: GREEN.generation + 1,
      sealed: SEALED,
    },
    hold: { version: "2", color: "green", reason: "50% of errors.", by: "agent on a", at: 5 },
    facts: {
      ...{ purpose: "fallback", from: { version: "2" }, to: { version: "1" }, problem: "50% of errors." },
      ...{ change: { actor: { kind: "agent", name: "agent on a" } }, verdicts: [WHY] },
    },
  });
  expect(switchFactsSchema.safeParse(made?.facts).success).toBe(true);
  expect(recordSchema.safeParse({ ...GREEN, hold: made?.hold }).success).toBe(true);
  expect(told.notes).toMatchObject([{ kind: "verified", generation: GREEN.generation + 1, version: "1", switchMs: 2 }]);
});

const HELD = { version: "1", color: "blue", hash: SEALED.blue.hash, reason: null, by: "jane", at: 0 } as const;

test.each<[string, EdgeRecord, ServicePart | null, boolean, RegExp]>([
  ["nobody has served there", { ...GREEN, sealed: { ...SEALED, blue: null } }, PART, true, /blue has never served/],
  ["another release is staged there", GREEN, null, true, /blue is not version 1 any more/],
  ["it was rolled back itself", { ...GREEN, hold: HELD }, PART, true, /version 1 on blue was itself rolled back/],
  ["nobody there is well", GREEN, PART, false, /no replica of blue \(version 1\) is well/],
  ["no color serves", { ...GREEN, active: null }, PART, true, /no color serves/],
])("stays where %s", async (_, found, part, isUp, refused) => {
  const { told, back } = start({ isUp });
  expect(await back(found, part)).toEqual({ refused: expect.stringMatching(refused) as unknown });
  expect(told).toEqual({ switches: [], notes: [] });
});

test("leaves it to whoever was faster", async () => {
  const { told, back } = start({ isBehind: true });
  expect(await back()).toBe("somebody-was-faster");
  expect(told.notes).toEqual([]);
});

test("stays where the other color may be another release by now, unless both serve", async () => {
  const { back } = start({ since: 101 });
  expect(await back()).toEqual({ refused: expect.stringMatching(/blue has been started anew since/) as unknown });
  const canary = { from: "blue", share: 500 } as CanaryState; // that there is one is all that counts
  expect(await back({ ...GREEN, canary })).toMatchObject({ to: { release: { version: "1" } } });
});

test("is back although the ledger does not say that it arrived", async () => {
  const { back } = start({ noteFails: true });
  expect(await back()).toMatchObject({ switched: { at: 1 }, unnoted: "the ledger cannot be read" });
});
