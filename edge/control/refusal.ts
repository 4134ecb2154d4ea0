import type { Change } from "../../model/change.ts";
import type { GateResult } from "../../model/gate-result.ts";
import type { Side } from "../../model/ledger.ts";
import type { SealedRelease } from "../../model/release.ts";
import type { VerdictReason } from "../../model/verdict.ts";
import type { Session } from "../session.ts";
import type { Task } from "../tasks.ts";
import { note } from "./note.ts";
import { sideOf } from "../../plan/side-of.ts";
import { ControlError } from "./verdict-file.ts";

/** Reasons that are a verdict on a release; whatever else ends a run says nothing of it. */
const STAGES: readonly VerdictReason[] = ["gates", "gate", "smoke", "checks"];

/** What was to get traffic. */
export interface Candidate {
  service: string;
  generation: number;
  to: Side;
  change: Change;
  /** What the gates said, where it ended there. */
  gates?: readonly GateResult[];
}

interface Attempt {
  task: Task<"cutover">;
  sealed: SealedRelease;
  change: Change;
}

/** Has a release prove itself. Where it does not, the ledger says so, and the error goes on. */
export async function notingRefusal<T>(
  session: Pick<Session, "note">,
  { task, sealed, change }: Attempt,
  prove: () => Promise<T>,
): Promise<T> {
  try {
    return await prove();
  } catch (error) {
    const { service, generation, color } = task;
    throw await noteRefusal(session, { service, generation, to: sideOf(color, sealed), change }, error);
  }
}

/** Writes down a release that got no traffic; returns the error, which then knows the entry. */
export async function noteRefusal(
  session: Pick<Session, "note">,
  { gates, ...candidate }: Candidate,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ControlError) || !STAGES.includes(error.reason)) return error;
  const { reason, message, exitCode, details } = error;
  const told = { ...candidate, stage: reason, problem: message, gates: gates === undefined ? null : [...gates] };
  const head = await note(session, { kind: "refused", ...told });
  return head === null ? error : new ControlError(message, exitCode, reason, { ...details, ledger: head });
}
