import { backendName } from "../../model/names.ts";
import type { Color } from "../../model/color.ts";
import { EXIT } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { SwitchFacts } from "../../model/ledger.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import type { AwaitedReview, EdgeRecord, Hold, ServicePart } from "../../model/record.ts";
import type { Release, SealedRelease } from "../../model/release.ts";
import type { Task } from "../tasks.ts";
import type { EdgeView, Session, Switch, Switched } from "../session.ts";
import { bake, type BakeArgs } from "./bake.ts";
import { verifyChecks, type ChecksArgs } from "./checks.ts";
import { note } from "./note.ts";
import { fallbackFacts, switchFacts, type Occasion } from "./switch-facts.ts";
import { switchedMeanwhile } from "./switched-meanwhile.ts";
import { ControlError } from "./verdict-file.ts";
import { verify, type Problem } from "./verify.ts";

/** A color that has proved itself, and may serve. */
export interface Proved {
  /** The color that serves. */
  from: Color | null;
  sealed: SealedRelease;
  /** The release with the smoke requests that it has to answer. */
  asked: Release;
  secrets: ReadonlyMap<string, string>;
  checks: ChecksArgs;
  baking: Omit<BakeArgs, "switched">;
  part: ServicePart;
  view: EdgeView;
  occasion: Occasion;
}

const UNSEALED = { blue: null, green: null };

/** Seal and switch, verify, watch; what turns out red goes back where it was, and throws. */
export async function sealAndSwitch(
  session: Session,
  task: Task<"cutover">,
  proved: Proved,
): Promise<{ moved: Switched; head: LedgerHead | null }> {
  const { sealed, asked, secrets, checks, baking, part, view } = proved;
  const { service, color, generation, version } = task;
  const { record } = view;
  const isThere = proved.from === color && record?.sealed[color]?.hash === sealed.hash;
  const facts = isThere ? undefined : switchFacts(proved.occasion, record, { service, color, sealed, generation });
  const moved = await setTraffic(session, task, {
    ...{ expected: record?.generation ?? 0, active: color, generation },
    // In one write of the record: no color ever serves that is not sealed.
    sealed: { ...(record?.sealed ?? UNSEALED), [color]: sealed },
    ...(facts === undefined ? {} : { facts, ...holdAfter(facts, record), ...reviewsAfter(facts, record) }),
  });
  failPoint("cutover:before-verify");
  const problem =
    (await verify(session, { ...task, release: asked, secrets, route: part.route })) ??
    (await verifyChecks(checks)) ??
    (await bake({ ...baking, switched: moved }));
  if (problem !== undefined) await fallBack(session, task, { proved, problem, facts });
  const switchMs = facts === undefined ? null : moved.tookMs;
  const verified = await note(session, { kind: "verified", service, generation, version, switchMs });
  return { moved, head: verified ?? moved.head };
}

/** A rollback holds what served until then; a release ends the hold of another one. */
function holdAfter({ purpose, change, from }: SwitchFacts, record: EdgeRecord | null): { hold?: Hold | null } {
  if (purpose === "release") return record?.hold === undefined ? {} : { hold: null };
  if (purpose !== "rollback" || from === null) return {};
  const { version, color, hash } = from;
  return { hold: { version, color, hash, reason: change.reason, by: change.actor.name, at: Date.now() } };
}

/** What an emergency let through is to be looked at by somebody else. */
function reviewsAfter(
  { purpose, change, to }: SwitchFacts,
  record: EdgeRecord | null,
): { reviews?: readonly AwaitedReview[] } {
  if (purpose !== "release" || change.emergency === null || to === null) return {};
  const { version, color, hash } = to;
  const awaited = { version, color, hash, reason: change.emergency, by: change.actor.name, at: Date.now() };
  return { reviews: [...(record?.reviews ?? []), awaited] };
}

async function setTraffic(session: Session, task: Task<"cutover">, change: Switch): Promise<Switched> {
  const end = await session.switchTraffic(change);
  if ("found" in end) throw switchedMeanwhile(task.service, end.found, task.generation);
  return end;
}

/** What is said of a color to which traffic does arrive. */
const FAILED = {
  answer: "failed its smoke requests at the public listener",
  checks: "failed its checks",
  bake: "turned red within its bake time",
} as const;

interface FallBack {
  proved: Proved;
  problem: Problem;
  /** Of the switch that was made; undefined where traffic was there already. */
  facts: SwitchFacts | undefined;
}

/** Puts the traffic back where it was, unless it was there already; always throws. */
async function fallBack(session: Session, task: Task<"cutover">, { proved, problem, facts }: FallBack): Promise<never> {
  const { service, color, generation, version } = task;
  const { from, sealed, view } = proved;
  const { record } = view;
  if (from === color) {
    const pool = backendName(service, color);
    const what =
      problem.kind === "arrival"
        ? `should serve, but ${problem.text}. Nothing was changed.`
        : `${FAILED[problem.kind]}. Nothing was changed.\n${problem.text}`;
    throw new ControlError(`${service}: ${pool} ${what}`, EXIT.gateRed, "verify");
  }
  const { head } = await setTraffic(session, task, {
    ...{ expected: generation, active: from, generation: generation + 1 },
    sealed: { ...(record?.sealed ?? UNSEALED), [color]: sealed },
    ...(facts === undefined ? {} : { hold: record?.hold ?? null, facts: fallbackFacts(facts, record, problem.text) }),
  });
  const back = `is back on ${from ?? "nobody"}`;
  const what =
    problem.kind === "arrival"
      ? `traffic did not arrive at ${color} (version ${version}) and ${back}: ${problem.text}.`
      : `${color} (version ${version}) got the traffic and ${FAILED[problem.kind]}; traffic ${back}.\n${problem.text}`;
  const details = { from, to: from, ...(head === null ? {} : { ledger: head }) };
  throw new ControlError(`${service}: ${what}`, EXIT.rolledBack, "verify", details);
}
