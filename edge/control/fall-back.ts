import { backendName } from "../../model/names.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { EXIT } from "../../model/errors.ts";
import type { SwitchFacts } from "../../model/ledger.ts";
import { UNSEALED } from "../../model/record.ts";
import type { Switch, Switched } from "../session.ts";
import type { Proved } from "./candidate.ts";
import { fallbackFacts } from "./switch-facts.ts";
import { ControlError } from "./verdict-file.ts";
import type { Problem } from "./verify.ts";

/** A service whose switch was made. */
export interface Made {
  proved: Proved;
  /** Undefined where traffic was there already. */
  facts: SwitchFacts | undefined;
  /** How the traffic goes over step by step; null where all of it does at once. */
  canary: CanaryState | null;
}

/** What is said of a color to which traffic does arrive. */
export const FAILED = {
  answer: "failed its smoke requests at the public listener",
  checks: "failed its checks",
  bake: "turned red within its bake time",
} as const;

/**
 * Puts the traffic of all services that were moved back where it was, at one moment, because one turned out red; always throws. One
 * whose color served before stays where it is. `switchAll` makes the switches.
 */
export async function fallBack(
  made: readonly Made[],
  { proved: red, problem }: { proved: Proved; problem: Problem },
  switchAll: (changes: readonly Switch[]) => Promise<Switched>,
): Promise<never> {
  const { service, color, version } = red.task;
  const ways = made.flatMap((each) => {
    const isRed = each.proved === red;
    return wayBack(each, isRed ? problem.text : `${service}, which moved with it: ${problem.text}`) ?? [];
  });
  if (ways.length === 0) {
    throw new ControlError(`${stayText(red, problem, " Nothing was changed.")}`, EXIT.gateRed, "verify");
  }
  const { head } = await switchAll(ways);
  const others = ways.filter((way) => way.service !== service);
  const lines = [
    red.from === color ? stayText(red, problem, "") : backText(red, problem),
    ...others.map((way) => `${way.service}: traffic is back on ${way.active ?? "nobody"} together with ${service}.`),
  ];
  const details = { service, version, from: red.from, to: red.from, ...(head === null ? {} : { ledger: head }) };
  throw new ControlError(lines.join("\n"), EXIT.rolledBack, "verify", details);
}

/** Undefined where no traffic was moved. */
function wayBack({ proved, facts }: Made, problem: string): Switch | undefined {
  const { from, sealed, view, task } = proved;
  const { service, color, generation } = task;
  const { record } = view;
  if (from === color || facts === undefined) return undefined;
  return {
    ...{ service, expected: generation, active: from, generation: generation + 1 },
    sealed: { ...(record?.sealed ?? UNSEALED), [color]: sealed },
    ...{ hold: record?.hold ?? null, facts: fallbackFacts(facts, record, problem) },
  };
}

function stayText({ task: { service, color } }: Proved, { kind, text }: Problem, tail: string): string {
  const pool = backendName(service, color);
  if (kind === "arrival") return `${service}: ${pool} should serve, but ${text}.${tail}`;
  return `${service}: ${pool} ${FAILED[kind]}.${tail}\n${text}`;
}

function backText({ task, from }: Proved, { kind, text }: Problem): string {
  const { service, color, version } = task;
  const back = `is back on ${from ?? "nobody"}`;
  if (kind === "arrival") {
    return `${service}: traffic did not arrive at ${color} (version ${version}) and ${back}: ${text}.`;
  }
  return `${service}: ${color} (version ${version}) got the traffic and ${FAILED[kind]}; traffic ${back}.\n${text}`;
}
