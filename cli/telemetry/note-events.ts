import { AsyncLocalStorage } from "node:async_hooks";
import type { EngineEvent, StepInfo } from "../../engine/events.ts";
import type { Step } from "./step.ts";
import { endStep, noteStep } from "./traced.ts";

/** What notes the events of a run as parts of the step that is under way: its phases, and in each what was done to resources. */
export interface EventNotes {
  event: (event: EngineEvent) => void;
  /** Ends the last phase. */
  end: () => void;
}

/** What stays as it is, or is only read, is no step. */
export function noteEvents(): EventNotes {
  let phase: Step | undefined;
  const note = ({ op, name, type }: StepInfo, elapsedMs: number, failure?: string) => {
    if (op === "same" || op === "read") return;
    const attributes = { "tidegate.op": op, "tidegate.resource.type": type, "tidegate.resource.name": name };
    noteStep({ name: `${op} ${name}`, attributes, elapsedMs, failure, parent: phase });
  };
  const take = (event: EngineEvent) => {
    if (event.type === "step-done") note(event.step, event.elapsedMs);
    if (event.type === "step-failed") note(event.step, event.elapsedMs, event.message);
    if (event.type !== "phase") return;
    endStep(phase);
    phase = noteStep({ name: event.phase, attributes: {} });
  };
  // Whoever tells of an event may have been called from somewhere else: by the program, over its connection.
  const here = AsyncLocalStorage.snapshot();
  return { event: (event) => here(take, event), end: () => endStep(phase) };
}
