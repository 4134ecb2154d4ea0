import { createContext } from "../../../setup/context.ts";
import type { SetupContext, Step } from "../../../setup/step.ts";

export interface FakeStep extends Step {
  done: boolean;
  taken: number;
}

/** A step that is done once it was taken; `ensure` may do something else instead. */
export function fakeStep(name: string, done: boolean, ensure?: () => Promise<void>): FakeStep {
  const step: FakeStep = {
    name,
    done,
    taken: 0,
    check: () => Promise.resolve({ ok: step.done, detail: step.done ? "there" : "not there" }),
    ensure: async () => {
      step.taken += 1;
      if (ensure === undefined) step.done = true;
      else await ensure();
    },
  };
  return step;
}

/** A context that keeps its notes; its engine is never asked. */
export function fakeContext(signal?: AbortSignal): { context: SetupContext; notes: string[] } {
  const notes: string[] = [];
  const options = { yes: true, note: (line: string) => notes.push(line), host: "unix:///nonexistent.sock" };
  return { context: createContext(signal === undefined ? options : { ...options, signal }), notes };
}
