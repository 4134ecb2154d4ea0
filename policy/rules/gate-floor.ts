import { COLORS } from "../../model/color.ts";
import { parseDurationMs, renderDuration } from "../../model/duration.ts";
import type { Tier } from "../../model/tier.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/**
 * One good answer may be chance: an app that starts and dies again answers between two deaths. Two in a row rule that out for
 * most, and three are the default, below which nothing that users meet should go. A smoke request is what tells an app that
 * is up from one that works, so prod needs one.
 */
const FLOORS: Readonly<Record<Tier, { passes: number; smoke: number }>> = {
  dev: { passes: 1, smoke: 0 },
  stg: { passes: 2, smoke: 0 },
  prod: { passes: 3, smoke: 1 },
};

/** The gate proves something: enough checks, time enough to make them, and in prod a request for a real page. */
export const gateFloor: Rule = {
  id: "gate-floor",
  title: "Gate floor",
  group: "service",
  description:
    `The gate asks for at least ${FLOORS.stg.passes} passes in stg and ${FLOORS.prod.passes} in prod, waits long enough ` +
    "for them, and in prod sends every declared color a smoke request.",
  rationale:
    "A gate that asks for nothing lets everything through, and one that cannot turn green in its time is switched off by " +
    "whoever must release.",
  severity: "high",
  framework: tidegate("Gate", "No cutover without proof."),
  remediation: "Raise `gate.passes`, give `gate.within` the time they take, and add a request to `smoke`.",
  example: {
    refused: "gate: { passes: 1, interval: 100ms, within: 30s }\nrelease: { smoke: [] }",
    accepted: "gate: { passes: 3, interval: 100ms, within: 30s }\nrelease: { smoke: [{ path: / }] }",
  },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service, { tier }) => [
    ...judgePasses(inputOf(service, "gate").at("passes"), tier),
    ...judgeWithin(inputOf(service, "gate")),
    ...COLORS.flatMap((color) => judgeSmoke(inputOf(service, color), tier)),
  ],
};

function judgePasses(passes: JudgedInput, tier: Tier): string[] {
  const floor = FLOORS[tier].passes;
  if (passes.isUnknown || (typeof passes.value === "number" && passes.value >= floor)) return [];
  return [`${passes.path}: must be at least ${floor} in ${tier}, got ${passes.got}. Raise it.`];
}

function judgeWithin(gate: JudgedInput): string[] {
  const [passes, interval, within] = [gate.at("passes"), gate.at("interval"), gate.at("within")];
  const durations = [interval, within].map((input) => parseDurationMs(input.text ?? ""));
  const malformed = [interval, within].filter((input, index) => !input.isUnknown && durations[index] === undefined);
  if (malformed.length > 0) {
    return malformed.map(({ path, got }) => `${path}: must be a duration, got ${got}. Write it like "100ms" or "30s".`);
  }
  const [intervalMs, withinMs] = durations;
  if (intervalMs === undefined || withinMs === undefined || typeof passes.value !== "number") return [];
  const neededMs = passes.value * intervalMs;
  if (withinMs >= neededMs) return [];
  return [
    `${within.path}: must be at least the ${renderDuration(neededMs)} that ${passes.value} passes take, got ${within.got}. ` +
      "Raise it, or lower `gate.interval`.",
  ];
}

function judgeSmoke(color: JudgedInput, tier: Tier): string[] {
  const smoke = color.at("smoke");
  if (color.value === undefined || smoke.isUnknown || smoke.items().length >= FLOORS[tier].smoke) return [];
  return [`${smoke.path}: must have at least one request in ${tier}, got ${smoke.got}. Add one, such as \`path: /\`.`];
}
