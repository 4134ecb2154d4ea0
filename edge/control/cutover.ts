import { backendName } from "../../model/names.ts";
import type { Color } from "../../model/color.ts";
import { BusyError, EXIT, InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import type { Release, SealedRelease } from "../../model/release.ts";
import type { Task } from "../tasks.ts";
import { haproxy } from "../haproxy/index.ts";
import type { EdgeView, Session, Switch, Switched } from "../session.ts";
import { passChecks, verifyChecks, type ChecksArgs } from "./checks.ts";
import { demandPass } from "./gate-pass.ts";
import { passGate } from "./gate.ts";
import { readMandate, type Mandate } from "./mandate.ts";
import { findEdge, type RunningEdge } from "../running-edge.ts";
import { passSmoke } from "./smoke.ts";
import { readSmokeSecrets } from "./smoke-secrets.ts";
import { ControlError, type Outcome } from "./verdict-file.ts";
import { verify, type Problem } from "./verify.ts";

/**
 * Gate, smoke, seal and switch, verify: all traffic of a service goes to a color, once that has proved itself. Where it
 * goes there already, everything is asserted and verified again and nothing changes.
 */
export async function cutOver(task: Task<"cutover">): Promise<Outcome> {
  const mandate = readMandate(task.service);
  const edge = await mandate.during(findEdge(task));
  const session = await haproxy.openSession(edge, task.service);
  try {
    const view = await mandate.during(session.readEdge());
    const { from, moved } = await cutOverIn({ edge, session, view, task, mandate, proofs: "all" });
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
        switchMs: moved === null ? null : moved.ended - moved.started,
        switchedAt: moved === null ? null : moved.ended,
      },
    };
  } finally {
    session.close();
  }
}

export interface CutoverArgs {
  edge: RunningEdge;
  /** About the task's service. */
  session: Session;
  /** What the edge says of it. */
  view: EdgeView;
  task: Task<"cutover">;
  mandate: Mandate;
  /** `health` leaves out the smoke requests, before the switch and after: of a release that has served and answered them. */
  proofs: "all" | "health";
}

export interface CutoverEnd {
  /** The color that served before. */
  from: Color | null;
  /** Null where traffic was there already. */
  moved: Switched | null;
}

/** The same in a session that is open. */
export async function cutOverIn({ edge, session, view, task, mandate, proofs }: CutoverArgs): Promise<CutoverEnd> {
  const { part, sealed } = assertApplied(task, view);
  const from = assertTurn(task, view.record);
  demandPass(task, view.record);
  const serving = from === task.color || view.workers.some(({ sendsTo }) => sendsTo === task.color);

  failPoint("cutover:before-gate");
  await mandate.during(passGate({ edge, session, task, part, serving }));
  failPoint("cutover:after-gate");
  const smoke = proofs === "all" ? sealed.release.smoke : [];
  const asked = { ...sealed.release, smoke };
  // What has served for a while may have logged what happens to anybody.
  const checks = { edge, task, part, checks: proofs === "all" && !serving ? sealed.release.checks : undefined };
  await mandate.during(passChecks(checks));
  failPoint("cutover:after-checks");
  const secrets = await mandate.during(readSmokeSecrets(edge, task, smoke));
  await mandate.during(passSmoke(session, task, { release: asked, secrets, route: part.route }));
  failPoint("cutover:after-smoke");
  const moved = await mandate.atomically(() =>
    sealAndSwitch(session, task, { from, sealed, asked, secrets, checks, part, view }),
  );
  failPoint("cutover:after-verify");
  return { from, moved: from === task.color ? null : moved };
}

interface Proved {
  from: Color | null;
  sealed: SealedRelease;
  /** The release with the smoke requests that it has to answer. */
  asked: Release;
  secrets: ReadonlyMap<string, string>;
  checks: ChecksArgs;
  part: ServicePart;
  view: EdgeView;
}

/** Seal and switch, verify; what does not verify goes back where it was, and throws. */
async function sealAndSwitch(session: Session, task: Task<"cutover">, proved: Proved): Promise<Switched> {
  const { from, sealed, asked, secrets, checks, part, view } = proved;
  const moved = await switchTraffic(session, task, view.record, sealed);
  failPoint("cutover:before-verify");
  const problem =
    (await verify(session, { ...task, release: asked, secrets, route: part.route })) ?? (await verifyChecks(checks));
  if (problem !== undefined) await fallBack(session, task, { from, problem, sealed, record: view.record });
  return moved;
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
  throw busy(service, record.generation, generation);
}

function busy(service: string, found: number, wanted: number): BusyError {
  return new BusyError(
    `${service}: someone switched meanwhile (switch number ${found}, this run was to make number ${wanted}). Run again.`,
  );
}

/** Seals the release and moves the traffic, in one write of the record: no color ever serves that is not sealed. */
async function switchTraffic(
  session: Session,
  task: Task<"cutover">,
  record: EdgeRecord | null,
  sealed: SealedRelease,
): Promise<Switched> {
  const { color, generation } = task;
  const unsealed = { blue: null, green: null };
  return setTraffic(session, task, {
    expected: record?.generation ?? 0,
    active: color,
    generation,
    sealed: { ...(record?.sealed ?? unsealed), [color]: sealed },
  });
}

async function setTraffic(session: Session, task: Task<"cutover">, change: Switch): Promise<Switched> {
  const end = await session.switchTraffic(change);
  if ("found" in end) throw busy(task.service, end.found, task.generation);
  return end;
}

/** What is said of a color to which traffic does arrive. */
const FAILED = { answer: "failed its smoke requests at the public listener", checks: "failed its checks" } as const;

interface FallBack {
  from: Color | null;
  problem: Problem;
  record: EdgeRecord | null;
  sealed: SealedRelease;
}

/** Puts the traffic back where it was, unless it was there already; always throws. */
async function fallBack(
  session: Session,
  task: Task<"cutover">,
  { from, problem, record, sealed }: FallBack,
): Promise<never> {
  const { service, color, generation, version } = task;
  if (from === color) {
    const pool = backendName(service, color);
    const what =
      problem.kind === "arrival"
        ? `should serve, but ${problem.text}. Nothing was changed.`
        : `${FAILED[problem.kind]}. Nothing was changed.\n${problem.text}`;
    throw new ControlError(`${service}: ${pool} ${what}`, EXIT.gateRed, "verify");
  }
  await setTraffic(session, task, {
    expected: generation,
    active: from,
    generation: generation + 1,
    sealed: { ...(record?.sealed ?? { blue: null, green: null }), [color]: sealed },
  });
  const back = `is back on ${from ?? "nobody"}`;
  const what =
    problem.kind === "arrival"
      ? `traffic did not arrive at ${color} (version ${version}) and ${back}: ${problem.text}.`
      : `${color} (version ${version}) got the traffic and ${FAILED[problem.kind]}; traffic ${back}.\n${problem.text}`;
  throw new ControlError(`${service}: ${what}`, EXIT.rolledBack, "verify", { from, to: from });
}
