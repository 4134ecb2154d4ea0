import { COLORS, type Color } from "../../../model/color.ts";
import { InputError } from "../../../model/errors.ts";
import type { AwsClients } from "../clients.ts";
import type { ObservedPool, ObservedRule } from "../observe/observed.ts";
import { readPools } from "../observe/pools.ts";
import { readRules } from "../observe/rules.ts";
import { colorsServed } from "../observe/served.ts";
import type { AwsPlace } from "../place.ts";
import type { Groups } from "./set-weights.ts";

/** What a service's traffic is moved with. */
export interface FoundService {
  /** ARN of its rule on the public listener; null where there is none. */
  rule: string | null;
  /** What that rule says; null where there is none. */
  shown: ObservedRule | null;
  /** ARN of its rule on the test listener; null where there is none. */
  testRule: string | null;
  pools: Readonly<Partial<Record<Color, ObservedPool>>>;
  groups: Groups;
  /** The colors that its rule on the public listener sends traffic to. */
  served: readonly Color[];
}

/** Finds by its tags what a service has in an account. Throws an InputError where it has several rules. */
export async function findService(clients: AwsClients, place: AwsPlace, service: string): Promise<FoundService> {
  const { id, cluster, listener, testListener } = place;
  const rulesOn = async (arn: string | null) => {
    const rules = arn === null ? [] : (await readRules(clients, arn, id)).ours;
    return rules.filter((rule) => rule.service === service);
  };
  const [rules, testRules, pools] = await Promise.all([
    rulesOn(listener),
    rulesOn(testListener),
    readPools(clients, cluster, id, service),
  ]);
  const ofColor = (color: Color) => pools.find((pool) => pool.color === color);
  return {
    rule: soleRule(service, rules),
    shown: rules[0] ?? null,
    testRule: testRules[0]?.arn ?? null,
    pools: Object.fromEntries(COLORS.flatMap((color) => pairOf(color, ofColor(color)))),
    groups: Object.fromEntries(COLORS.flatMap((color) => pairOf(color, ofColor(color)?.group ?? undefined))),
    served: colorsServed({ rules, pools }, service, null),
  };
}

function soleRule(service: string, rules: readonly ObservedRule[]): string | null {
  if (rules.length < 2) return rules[0]?.arn ?? null;
  throw new InputError(
    `${service}: several rules of the listener are its own (${rules.map(({ arn }) => arn).join(", ")}). Remove those that no state knows.`,
  );
}

function pairOf<T>(color: Color, value: T | undefined): [Color, T][] {
  return value === undefined ? [] : [[color, value]];
}
