import { readChange, type Change } from "../../model/change.ts";
import type { Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import type { SealedRelease } from "../../model/release.ts";
import { thisUser } from "../../model/this-user.ts";
import { ledgerProblems } from "../../plan/ledger-problems.ts";
import type { Task } from "../tasks.ts";
import { olderEdge } from "../older-edge.ts";
import type { EdgeView, Session, Switched } from "../session.ts";
import { passChecks } from "./checks.ts";
import { demandPass } from "./gate-pass.ts";
import { passGate } from "./gate.ts";
import { readMandate, type Mandate } from "./mandate.ts";
import { findEdge, type RunningEdge } from "../running-edge.ts";
import { withSession } from "../with-session.ts";
import { notingRefusal } from "./refusal.ts";
import { sealAndSwitch } from "./seal-and-switch.ts";
import { passSmoke } from "./smoke.ts";
import { readSmokeSecrets } from "./smoke-secrets.ts";
import { purposeOf, type Occasion } from "./switch-facts.ts";
import { switchedMeanwhile } from "./switched-meanwhile.ts";
import type { Outcome } from "./verdict-file.ts";

/**
 * Gate, smoke, seal and switch, verify: all traffic of a service goes to a color, once that has proved itself. Where it
 * goes there already, everything is asserted and verified again and nothing changes.
 */
export async function cutOver(task: Task<"cutover">): Promise<Outcome> {
  const mandate = readMandate(task.service);
  const edge = await mandate.during(findEdge(task));
  return await withSession(edge, task.service, async (session) => {
    const view = await mandate.during(session.readEdge());
    const change = readChange(process.env, thisUser());
    const { from, moved, head } = await cutOverIn({ edge, session, view, task, mandate, change });
    const { service, color, version } = task;
    return {
      message:
        moved === null
          ? `${service}: traffic is on ${color} (version ${version}) and stays there`
          : `${service}: traffic moved ${from ?? "from nobody"} → ${color} (version ${version})`,
      result: { service, activeColor: color, version },
      verdict: {
        from,
        to: color,
        switchMs: moved?.tookMs ?? null,
        switchedAt: moved?.at ?? null,
        ...(head === null ? {} : { ledger: head }),
      },
    };
  });
}

export interface CutoverArgs {
  edge: RunningEdge;
  /** About the task's service. */
  session: Session;
  /** What the edge says of it. */
  view: EdgeView;
  task: Task<"cutover">;
  mandate: Mandate;
  /** Who moves traffic, and what is said about it. */
  change: Change;
  /**
   * Set by the command that goes back. It leaves out the smoke requests, before the switch and after: of a release that has served
   * and answered them. What served until then is held.
   */
  isRollback?: boolean;
}

export interface CutoverEnd {
  /** The color that served before. */
  from: Color | null;
  /** Null where traffic was there already. */
  moved: Switched | null;
  /** Last entry of the ledger that was written; null where none was. */
  head: LedgerHead | null;
}

/** The same in a session that is open. */
export async function cutOverIn(args: CutoverArgs): Promise<CutoverEnd> {
  const { edge, session, view, task, mandate, change, isRollback = false } = args;
  const { part, sealed } = assertApplied(task, view);
  const from = assertTurn(task, view.record);
  const pass = demandPass(task, view.record);
  const { service, color, release: hash } = task;
  const purpose = isRollback ? "rollback" : purposeOf(view.record, { service, color, hash });
  const occasion: Occasion = { purpose, change, gates: pass?.results ?? null };
  if (purpose === "release") assertLedger(edge, task, view);
  const serving = from === task.color || view.workers.some(({ sendsTo }) => sendsTo === task.color);

  const smoke = isRollback ? [] : sealed.release.smoke;
  const asked = { ...sealed.release, smoke };
  // What has served for a while may have logged what happens to anybody.
  const checks = { edge, task, part, mandate, checks: isRollback || serving ? undefined : sealed.release.checks };
  const bakeTime = isRollback ? "0s" : (sealed.release.checks?.bakeTime ?? "0s");
  const baking = { edge, session, task, part, mandate, bakeTime, logs: checks.checks?.logs };
  const prove = async () => {
    failPoint("cutover:before-gate");
    await mandate.during(passGate({ edge, session, task, part, serving }));
    failPoint("cutover:after-gate");
    await mandate.during(passChecks(checks));
    failPoint("cutover:after-checks");
    const secrets = await mandate.during(readSmokeSecrets(edge, task, smoke));
    await mandate.during(passSmoke(session, task, { release: asked, secrets, route: part.route }));
    failPoint("cutover:after-smoke");
    return secrets;
  };
  const secrets = await (from === task.color ? prove() : notingRefusal(session, { task, sealed, change }, prove));
  const proved = { from, sealed, asked, secrets, checks, baking, part, view, occasion };
  const { moved, head } = await mandate.atomically(() => sealAndSwitch(session, task, proved));
  failPoint("cutover:after-verify");
  return { from, moved: from === task.color ? null : moved, head };
}

/** The part that EdgeConfig has applied must speak of the very release that is to serve. */
function assertApplied(task: Task<"cutover">, { part }: EdgeView): { part: ServicePart; sealed: SealedRelease } {
  const sealed = part?.releases[task.color];
  if (part != null && sealed?.hash === task.release) return { part, sealed };
  throw new InputError(
    `${task.service}: the edge's config does not have release ${task.release} (version ${task.version}) in ` +
      `${task.color}. Run \`tidegate up\` again, which applies it first.`,
  );
}

/** Returns the color that serves now. Throws a BusyError when this switch is not the next one. */
function assertTurn({ service, color, generation }: Task<"cutover">, record: EdgeRecord | null): Color | null {
  if (record === null || record.generation === 0) return record?.active ?? null;
  const isNext = record.generation === generation - 1;
  const isDone = record.generation === generation && record.active === color;
  if (isNext || isDone) return record.active;
  throw switchedMeanwhile(service, record.generation, generation);
}

/** Nobody releases what cannot be written down. */
function assertLedger({ id }: RunningEdge, { service, stack }: Task<"cutover">, { ledger }: EdgeView): void {
  if (ledger === null) throw olderEdge(id);
  const problems = ledgerProblems(service, stack, ledger);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
}
