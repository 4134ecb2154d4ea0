import type { GateResult } from "../../../model/gate-result.ts";
import type { Side } from "../../../model/ledger.ts";
import { change, refused, sealed, side, switchTo } from "./entries.ts";
import { MemoryStore } from "./memory-store.ts";
import { DAY, MINUTE, START } from "./timed.ts";

/** The time that {@link busyMonth} is about. */
export const MONTH = { from: START, to: START + 30 * DAY };

const SECOND = MINUTE / 60;
const CLOSED: GateResult[] = [
  {
    ...{ gate: "window", verdict: "fail", asked: "whether releases are made now", remedy: "wait", tookMs: 3 },
    ...{ seen: "it is Sunday", wanted: "mon-fri" },
  },
  {
    ...{ gate: "approvals", verdict: "inconclusive", asked: "whether it is approved", remedy: "ask", tookMs: 9 },
    ...{ seen: "no answer", wanted: "1 of class normal" },
  },
];

/**
 * A month of two services with everything that a report tells of: nine deployments that proved themselves, of which one took 22
 * minutes from its first attempt and one was rolled back; one that fell back, one that is open; and two that were refused.
 */
export function busyMonth(): MemoryStore {
  const store = new MemoryStore();
  const serving = new Map<string, { to: Side; generation: number }>();
  const move = (service: string, to: Side, facts: Partial<Parameters<typeof switchTo>[1]> = {}) => {
    const { to: from = null, generation = 0 } = serving.get(service) ?? {};
    store.write(switchTo(to, { service, generation: generation + 1, from, ...facts }));
    serving.set(service, { to, generation: generation + 1 });
  };
  const prove = (service: string, tookMs: number) => {
    const { to, generation = 0 } = serving.get(service) ?? {};
    store.at += tookMs - MINUTE; // a minute has gone by with the switch
    store.write({ kind: "verified", service, generation, version: to?.version ?? "", switchMs: 7 });
  };
  const buildOf = (day: number) => side(day % 2 === 0 ? "blue" : "green", sealed(`1.${day}.0`));
  const release = (day: number, service: string, tookMs: number) => {
    store.at = START + day * DAY;
    move(service, buildOf(day));
    prove(service, tookMs);
  };

  release(1, "shop", 40 * SECOND);
  release(2, "checkout-orchestrator", 95 * SECOND);
  release(4, "shop", 900);
  store.at = START + 7 * DAY;
  store.write(refused(buildOf(7), { generation: 3, stage: "gates", gates: CLOSED }));
  store.at = START + 8 * DAY - 20 * MINUTE;
  store.write(refused(buildOf(8), { generation: 3, stage: "smoke" }));
  release(8, "shop", 2 * MINUTE);
  release(11, "shop", 4 * MINUTE);
  store.at += 37 * MINUTE;
  move("shop", buildOf(8), { purpose: "rollback" });
  prove("shop", 400);
  release(12, "shop", 50 * SECOND);
  release(16, "checkout-orchestrator", 3 * MINUTE);
  store.at = START + 20 * DAY;
  const before = serving.get("shop")?.to ?? null;
  move("shop", buildOf(20));
  store.at += 10 * SECOND - MINUTE;
  store.write(
    switchTo(before, {
      purpose: "fallback",
      generation: 8,
      from: buildOf(20),
      problem: "smoke at the public listener",
    }),
  );
  serving.set("shop", { to: before ?? buildOf(12), generation: 8 });
  release(21, "shop", 5 * MINUTE);
  store.at = START + 26 * DAY;
  move("shop", buildOf(26), { change: change({ emergency: "payments are down" }) });
  prove("shop", 70 * SECOND);
  store.at = START + 29 * DAY;
  move("checkout-orchestrator", buildOf(29));
  return store;
}
