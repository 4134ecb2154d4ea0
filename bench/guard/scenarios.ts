import type { GuardInput } from "../../model/guard.ts";
import type { Truth } from "./answers.ts";
import type { Random } from "./random.ts";
import type { Way } from "./ways.ts";

/** What both colors truly do in the block that begins so many minutes after the first traffic. */
export type Moment = (minute: number) => { active: Truth; stable: Truth };

export interface Scenario {
  name: string;
  guard: keyof typeof GUARDS;
  way: Way;
  /** Whether the new color is worse, so that no alarm is a miss; else any alarm is a false one. */
  isWorse: boolean;
  /** Makes the truth of one release. */
  begin(random: Random): Moment;
}

/** What is declared: nothing but the guard, or all rules on answers, with limits far above what a healthy color takes. */
export const GUARDS = {
  defaults: {},
  "all rules": { p95: { above: "1s" }, p99: { above: "2s" } },
} as const satisfies Record<string, GuardInput>;

const GOOD: Truth = { errors: 0.001, medianMs: 20 };
const MANY_ERRORS: Truth = { ...GOOD, errors: 0.02 };

/** Share of blocks in which what both colors ask is away. */
const OUTAGES = 1 / 72;
/** Share of blocks in which a color stops for a while, as for a garbage collection. */
const PAUSES = 1 / 36;

export const SCENARIOS: readonly Scenario[] = [
  same("the same, 0.1% of 5xx", "defaults", GOOD),
  same("the same, 2% of 5xx", "defaults", MANY_ERRORS),
  { name: "the same, with outages of both", guard: "defaults", way: "canary", isWorse: false, begin: outages },
  same("the same, 2% of 5xx, switched at once", "defaults", MANY_ERRORS, "cutover"),
  same("the same, 0.1% of 5xx", "all rules", GOOD),
  { name: "the same, each with pauses of its own", guard: "all rules", way: "canary", isWorse: false, begin: pauses },
  worse("1% of 5xx", "defaults", () => ({ ...GOOD, errors: 0.01 })),
  worse("6% of 5xx", "defaults", () => ({ ...GOOD, errors: 0.06 })),
  worse("50% of 5xx", "defaults", () => ({ ...GOOD, errors: 0.5 })),
  worse("0.2% more of 5xx each minute", "defaults", (minute) => ({ ...GOOD, errors: 0.001 + 0.002 * minute })),
  worse("6% of 5xx, switched at once", "defaults", () => ({ ...GOOD, errors: 0.06 }), "cutover"),
  worse("50% of 5xx, switched at once", "defaults", () => ({ ...GOOD, errors: 0.5 }), "cutover"),
  worse("twice as slow", "all rules", () => ({ ...GOOD, medianMs: 40 })),
  worse("6% slower each minute", "all rules", (minute) => ({ ...GOOD, medianMs: 20 * (1 + 0.06 * minute) })),
];

function same(name: string, guard: Scenario["guard"], truth: Truth, way: Way = "canary"): Scenario {
  return { name, guard, way, isWorse: false, begin: () => () => ({ active: truth, stable: truth }) };
}

function worse(
  name: string,
  guard: Scenario["guard"],
  active: (minute: number) => Truth,
  way: Way = "canary",
): Scenario {
  return { name, guard, way, isWorse: true, begin: () => (minute) => ({ active: active(minute), stable: GOOD }) };
}

function outages(random: Random): Moment {
  return () => {
    const truth = random() < OUTAGES ? { errors: 0.5, medianMs: 400 } : GOOD;
    return { active: truth, stable: truth };
  };
}

/** Requests of a pause depend on each other, which no test that takes them one by one allows for. */
function pauses(random: Random): Moment {
  const one = () => (random() < PAUSES ? { ...GOOD, medianMs: 200 } : GOOD);
  return () => ({ active: one(), stable: one() });
}
