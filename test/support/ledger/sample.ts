import type { GateResult } from "../../../model/gate-result.ts";
import { accepted, change, refused, sealed, side, switchTo, verified } from "./entries.ts";
import { MemoryStore } from "./memory-store.ts";

const V1 = sealed("1.4.1");
const V2 = sealed("1.4.2", { limits: { memory: "1GiB" }, environment: { LOG_LEVEL: "debug" } });
const V3 = sealed("1.4.3", { secrets: ["db-password"] });
const BLUE = side("blue", V1);
const GREEN = side("green", V2);

const GATES: readonly GateResult[] = [
  {
    ...{ gate: "window", verdict: "pass", asked: "whether releases are made now", remedy: null, tookMs: 3 },
    ...{ seen: "it is Monday 12:00 in Europe/Berlin", wanted: "mon-fri 09:00-17:00" },
  },
  {
    ...{ gate: "approvals", verdict: "pass", asked: "whether shop 1.4.2 is approved for prod, by .tidegate-signers" },
    ...{ seen: "1 of 1 for class normal, asked by jane@example.com: bob@example.com (SHA256:Zm9vYmFyYmF6)" },
    ...{ wanted: "1 of class normal", remedy: null, tookMs: 41 },
  },
];

/** A ledger of every kind of end: two releases, one refused, one that went back by itself, a rollback, one undone, one open. */
export function sampleLedger(): MemoryStore {
  const store = new MemoryStore();
  const pipeline = change({
    actor: { kind: "pipeline", name: "github:octocat" },
    ...{
      pipeline: "https://github.com/example/shop/actions/runs/42",
      commit: "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334",
    },
    ...{ reason: "A faster basket\nand a smaller one", ticket: "OPS-12", class: "normal" },
    ...{ impact: "None while it is released", rollbackPlan: "tidegate rollback shop" },
  });
  const byHand = change({
    reason: "payments are down",
    emergency: "payments are down",
    breakGlass: "the pipeline is down",
  });
  store.write(switchTo(BLUE, { release: V1, change: pipeline, gates: [] }));
  store.write(verified("1.4.1", 1, 9));
  store.write(switchTo(GREEN, { generation: 2, from: BLUE, release: V2, change: pipeline, gates: [...GATES] }));
  store.write(verified("1.4.2", 2, 12));
  store.write(refused(side("blue", V3), { generation: 3, stage: "smoke", problem: "GET / answered 500, not 200" }));
  store.write(switchTo(BLUE, { purpose: "rollback", generation: 3, from: GREEN, release: V1, change: byHand }));
  store.write(verified("1.4.1", 3, 4));
  store.write(switchTo(side("green", V3), { generation: 4, from: BLUE, release: V3, change: byHand }));
  const problem = "smoke at the public listener: GET /login answered 502";
  store.write(switchTo(BLUE, { purpose: "fallback", generation: 5, from: side("green", V3), problem, change: byHand }));
  store.write(switchTo(GREEN, { purpose: "return", generation: 6, from: BLUE, release: V2 }));
  store.write({ kind: "undone", service: "shop", generation: 6 });
  store.write({ ...switchTo(null, { generation: 2, from: GREEN }), service: "mail" });
  return store;
}

/** The same with what persons did afterwards that moved no traffic: a review, a hold that was cleared, and a return through it. */
export function judgedLedger(): MemoryStore {
  const store = sampleLedger();
  const byBob = change({ actor: { kind: "person", name: "bob@laptop" }, reason: "it may stay", ticket: "OPS-13" });
  store.write({ kind: "reviewed", service: "shop", version: "1.4.1", hash: BLUE.hash, change: byBob });
  store.write({ kind: "hold-cleared", service: "shop", version: "1.4.2", change: byBob });
  store.write(switchTo(GREEN, { purpose: "return", generation: 7, from: BLUE, release: V2 }));
  return store;
}

/** A release that began with 5 % of the clients, and of `steps` so many: to 30 %, a pause there, and back by hand. */
export function ledgerUnderWay(steps: number): MemoryStore {
  const store = new MemoryStore();
  const of = { kind: "canary", service: "shop", generation: 2, version: "1.4.2" } as const;
  const agent = { by: "agent on prod-1", reason: "its time is over" };
  const begun = change({ reason: "A faster basket" });
  store.write(switchTo(BLUE, { release: V1 }));
  store.write(verified("1.4.1", 1, 9));
  store.write(switchTo(GREEN, { generation: 2, from: BLUE, release: V2, change: begun, share: 500 }));
  const later = [
    { ...of, ...agent, action: "step", revision: 2, share: { before: 500, after: 3_000 } },
    {
      ...of,
      action: "paused",
      revision: 3,
      share: { before: 3_000, after: 3_000 },
      by: "jane@laptop",
      reason: "errors",
    },
    switchTo(BLUE, {
      purpose: "rollback",
      generation: 3,
      from: GREEN,
      release: V1,
      change: change({ reason: "errors at the checkout" }),
    }),
  ] as const;
  for (const facts of later.slice(0, steps)) store.write(facts);
  return store;
}

/** The first with an entry changed, and a person who went on with it. */
export function acceptedLedger(): MemoryStore {
  const store = sampleLedger();
  store.lines = store.lines.with(1, (store.lines[1] ?? "").replace('"switchMs":9', '"switchMs":8'));
  store.write(accepted(2));
  return store;
}
