import { addCounts, NO_COUNTS, type Counts } from "../../../../edge/counts.ts";
import type { ServiceSnapshot, Snapshot } from "../../../../agent/metrics/snapshot.ts";

const AT = Date.UTC(2026, 10, 30, 2, 0);

export function counts(some: Partial<Counts>): Counts {
  return addCounts(NO_COUNTS, { ...NO_COUNTS, ...some });
}

export const IDLE_SERVICE: ServiceSnapshot = {
  active: null,
  generation: 0,
  shares: { blue: 0, green: 0 },
  versions: {},
  counts: {},
  canary: null,
  hold: null,
  guard: {},
  gates: {},
};

/** Of an agent that has just been started, and has seen nothing yet. */
export const NOTHING_SEEN: Snapshot = {
  id: { project: "acme", stack: "prod" },
  agent: { version: "0.1.0", lastRoundAt: null },
  isEdgeUp: false,
  services: {},
  ledger: null,
  certificates: {},
};

/** A release in its second step, beside a service with a hold and one that has never served. */
export const CANARY: Snapshot = {
  ...NOTHING_SEEN,
  agent: { version: "0.1.0", lastRoundAt: AT + 250 },
  isEdgeUp: true,
  services: {
    shop: {
      active: "green",
      generation: 1_790_000_003,
      shares: { blue: 9_500, green: 500 },
      versions: { blue: "1.4.1", green: "1.5.0" },
      counts: {
        blue: counts({
          requests: 1_900,
          statuses: [0, 1_880, 10, 8, 1],
          connectFailures: 1,
          retries: 2,
          latency: [100, 300, 900, 500, 90, 5, 2, 1, 0, 0, 0, 0, 0, 0, 1],
        }),
        green: counts({ requests: 100, statuses: [0, 93, 0, 0, 7], latency: [0, 0, 90, 10] }),
      },
      canary: { step: 2, steps: 3, since: AT - 90_000, paused: false },
      hold: null,
      guard: { errors: "fail", p95: "inconclusive" },
      gates: { window: "pass" },
    },
    pay: {
      ...IDLE_SERVICE,
      active: "blue",
      generation: 7,
      shares: { blue: 10_000, green: 0 },
      hold: { version: "2.0.0", at: AT },
    },
    mail: IDLE_SERVICE,
  },
  ledger: { head: { number: 41, at: AT - 3_600_000 }, hasRoom: true, isIntact: true },
  certificates: { "shop.example.com": AT + 30 * 86_400_000 },
};
