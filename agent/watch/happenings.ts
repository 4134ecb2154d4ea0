import { CLIENTS } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { otherColor } from "../../model/color.ts";
import { renderSeconds } from "../../model/duration.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { valueText } from "../guard/words.ts";
import type { EventOf, News } from "../notify/event.ts";

/** When something happens, and who looks. */
export interface Moment {
  name: string;
  /** Unix time in ms. */
  at: number;
}

/** What people are told of a service's traffic from one look to the next, whoever has moved it; nothing with the first look. */
export function happenings(before: EdgeRecord | undefined, after: EdgeRecord, moment: Moment): News[] {
  if (before === undefined) return [];
  const { canary } = after;
  const isSameSwitch = before.generation === after.generation;
  if (!isSameSwitch) {
    if (canary !== undefined) return [{ ...of(after, moment, "canary-started"), ...progressOf(canary) }];
    return before.canary !== undefined && after.active === before.canary.from ? aborted(before, after, moment) : [];
  }
  if (before.canary === undefined) return [];
  if (canary === undefined) return [of(after, moment, "promoted")];
  if (canary.revision === before.canary.revision) return [];
  return [changed(before.canary, canary, after, moment)];
}

function changed(before: CanaryState, canary: CanaryState, record: EdgeRecord, moment: Moment): News {
  const { share, paused } = canary;
  if (paused !== null) {
    return { ...of(record, moment, "canary-paused"), share, by: paused.by, reason: paused.reason };
  }
  if (before.paused !== null && canary.step === before.step) {
    return { ...of(record, moment, "canary-resumed"), share, by: "somebody", reason: null };
  }
  return { ...of(record, moment, "step-reached"), ...progressOf(canary) };
}

/** Of what the agent has taken back itself it tells more. */
function aborted(before: EdgeRecord, { hold }: EdgeRecord, moment: Moment): News[] {
  if (hold?.by === moment.name) return [];
  const by = hold?.by ?? "an up";
  return [{ ...of(before, moment, "canary-aborted"), to: versionBeside(before), by, reason: hold?.reason ?? null }];
}

/** That a release has what it needs to go on but for a verdict. */
export function heldEvent(record: EdgeRecord, why: GuardVerdict, moment: Moment): News {
  const share = record.canary?.share ?? CLIENTS;
  if (why.because === "both-bad") {
    return { ...of(record, moment, "both-colors-bad"), share, evidence: evidenceOf(why) };
  }
  return { ...of(record, moment, "inconclusive-hold"), share, rule: why.rule, problem: why.text };
}

/** That a canary's time is over, and its color could not bear more. */
export function unfitEvent(record: EdgeRecord, problem: string, moment: Moment): News {
  const share = record.canary?.share ?? CLIENTS;
  return { ...of(record, moment, "inconclusive-hold"), share, rule: "replicas", problem };
}

export function rolledBackEvent(record: EdgeRecord, why: GuardVerdict, moment: Moment): News {
  const share = record.canary?.share ?? CLIENTS;
  return { ...of(record, moment, "rolled-back"), share, to: versionBeside(record), evidence: evidenceOf(why) };
}

export function rollbackFailedEvent(record: EdgeRecord, problem: string, moment: Moment): News {
  return { ...of(record, moment, "rollback-failed"), to: versionBeside(record), problem };
}

/** What every event about a service says. It has one name at each change of its traffic. */
function of<K extends News["kind"]>(record: EdgeRecord, { at }: Moment, kind: K) {
  const { service, active, sealed, generation, canary } = record;
  const version = (active === null ? undefined : sealed[active]?.release.version) ?? "unknown";
  const name = `${service}.${generation}.${canary?.revision ?? 0}.${kind}`;
  return { id: name, service, version, at, kind };
}

function versionBeside({ active, sealed }: EdgeRecord): string {
  return (active === null ? undefined : sealed[otherColor(active)]?.release.version) ?? "unknown";
}

function progressOf({ share, step, steps }: CanaryState) {
  return { share, step: step + 1, steps: steps.length };
}

function evidenceOf({ rule, value, limit, unit, windowMs, samples }: GuardVerdict): EventOf<"rolled-back">["evidence"] {
  const text = (figure: number | null) => (figure === null ? "unknown" : valueText(figure, unit));
  const window = renderSeconds(windowMs);
  return { rule, value: text(value), limit: text(limit), window, samples: samples.active };
}
