import { setTimeout as sleep } from "node:timers/promises";
import { durationMs } from "../../model/duration.ts";
import { EXIT } from "../../model/errors.ts";
import type { Task } from "../tasks.ts";
import type { Finding, GateArgs, GateEnd } from "./finding.ts";
import { inspectReplicas, type Replica } from "./replicas.ts";
import type { Session, Slot } from "../session.ts";
import { ControlError } from "./verdict-file.ts";
import { describeWait, Waiting } from "./waiting.ts";

/** Pause between two looks. */
const LOOK_MS = 40;

/**
 * How long after its start a container's name may still lead to the one before it. What was proved earlier than this
 * after the start may have been proved by another container.
 */
const NAME_LAG_MS = 1_000;

/**
 * Waits until every replica of a color has proved itself: the container that the engine names has the release's hash, its
 * slot sends to that very container, and it has passed the checks since it started. Throws a ControlError with a report
 * when that does not come true within `gate.within`, and as soon as it cannot: a container is missing or of another
 * release, or one crashes again and again (`gate.restarts`). Tells meanwhile what it waits for.
 */
export async function passGate(args: GateArgs): Promise<void> {
  const { task, part, session } = args;
  const { within, passes, restarts } = part.gate;
  const deadline = performance.now() + durationMs(within);
  const doubted = new Set<string>();
  const waiting = new Waiting(task);
  let first: readonly Finding[] | undefined;
  for (;;) {
    const findings = await look(args);
    if (!args.serving) await doubt(session, task, findings, doubted);
    if (findings.every(({ missing }) => missing === null)) return;
    const end = endOf(findings, (first ??= findings), { restarts, isLate: performance.now() > deadline });
    if (end !== undefined) {
      const { reportGate } = await import("./gate-report.ts");
      throw new ControlError(await reportGate(args, findings, end), EXIT.gateRed, "gate");
    }
    waiting.tell(describeWait(task.color, findings, passes), deadline - performance.now());
    await sleep(LOOK_MS);
  }
}

/** Undefined while there is hope. `first` is what was found when the gate began. */
function endOf(
  findings: readonly Finding[],
  first: readonly Finding[],
  { restarts, isLate }: { restarts: number; isLate: boolean },
): GateEnd | undefined {
  if (findings.some(({ missing }) => missing === "container" || missing === "release")) return "hopeless";
  if (findings.some((finding, index) => isCrashing(finding, first[index], restarts))) return "crashing";
  return isLate ? "late" : undefined;
}

/** Crashes now, and not for the first time. One that restarted long ago, and runs since, only counts as slow. */
function isCrashing({ replica, missing }: Finding, first: Finding | undefined, restarts: number): boolean {
  if (replica === null || missing === null || replica.restarts < restarts) return false;
  return replica.state === "restarting" || replica.restarts > (first?.replica?.restarts ?? 0);
}

async function look({ edge, session, task, part }: GateArgs): Promise<Finding[]> {
  const { service, color } = task;
  const [replicas, slots] = await Promise.all([
    inspectReplicas(edge.docker, edge.id, { service, color, count: part.replicas }),
    session.readSlots(color),
  ]);
  return replicas.map((replica, index) => {
    const slot = slots.find((candidate) => candidate.index === index);
    return { index, replica, slot, missing: missingOf(task, replica, slot) };
  });
}

function missingOf(task: Task<"cutover">, replica: Replica | null, slot: Slot | undefined): Finding["missing"] {
  if (replica === null) return "container";
  if (replica.release !== task.release || replica.environment !== task.environment) return "release";
  if (replica.address === undefined || slot?.address !== replica.address) return "address";
  return replica.state === "running" && slot.isUp ? null : "health";
}

/**
 * Seen with HAProxy 3.2: where a container is replaced within half a second, its slot goes on to the new address with the
 * health of the old one. A slot that was up before its container can have earned it is made to earn it again, once.
 */
async function doubt(
  session: Session,
  { color }: Task<"cutover">,
  findings: Finding[],
  doubted: Set<string>,
): Promise<void> {
  for (const finding of findings) {
    const { replica, slot, missing } = finding;
    if (missing !== null || replica === null || slot === undefined) continue;
    const start = `${replica.id} ${replica.startedAt}`;
    if (doubted.has(start) || slot.since >= replica.startedAt + NAME_LAG_MS) continue;
    doubted.add(start);
    await session.doubt(color, finding.index);
    finding.missing = "health";
  }
}
