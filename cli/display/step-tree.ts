import type { StepInfo } from "../../engine/events.ts";
import type { Paint } from "./paint.ts";
import { isQuiet } from "./report.ts";
import { changeLines, shortType, stepLine, type ChangesShown } from "./step-text.ts";

export interface TreeStep {
  step: StepInfo;
  state: "running" | "done" | "failed";
  elapsedMs: number;
  /** The last line it said. */
  note: string;
}

interface TreeLook {
  paint: Paint;
  isPreview: boolean;
  /** How what a step changes is written below it; undefined for not at all. */
  changes: ChangesShown | undefined;
  /** Shown before a running step. */
  spinner: string;
}

/** The steps of a phase as an indented tree: parents above their children, and only what changes or leads to a change. */
export class StepTree {
  readonly #steps = new Map<string, TreeStep>();

  set(step: StepInfo, state: TreeStep["state"], elapsedMs: number): void {
    const note = this.#steps.get(step.urn)?.note ?? "";
    this.#steps.set(step.urn, { step, state, elapsedMs, note });
  }

  note(urn: string, text: string): void {
    const entry = this.#steps.get(urn);
    if (entry !== undefined) entry.note = text;
  }

  clear(): void {
    this.#steps.clear();
  }

  /** Lines, top to bottom. A parent that does not change is a heading. `elapsedMs` tells how long a step runs by now. */
  lines(look: TreeLook, elapsedMs: (urn: string) => number | undefined = () => undefined): string[] {
    const children = new Map<string, TreeStep[]>();
    for (const entry of this.#steps.values()) {
      const parent = entry.step.parent !== undefined && this.#steps.has(entry.step.parent) ? entry.step.parent : "";
      children.set(parent, [...(children.get(parent) ?? []), entry]);
    }
    const render = (entry: TreeStep, depth: number): string[] => {
      const below = (children.get(entry.step.urn) ?? []).flatMap((child) => render(child, depth + 1));
      if (isHidden(entry) && below.length === 0) return [];
      const isRoot = entry.step.type === "pulumi:pulumi:Stack";
      if (isRoot) return (children.get(entry.step.urn) ?? []).flatMap((child) => render(child, depth));
      const indent = "  ".repeat(depth + 1);
      return [
        ...stepLines({ ...entry, elapsedMs: elapsedMs(entry.step.urn) ?? entry.elapsedMs }, look).map(
          (line) => indent + line,
        ),
        ...below,
      ];
    };
    return (children.get("") ?? []).flatMap((entry) => render(entry, 0));
  }
}

function isHidden({ step, state }: TreeStep): boolean {
  return isQuiet(step) && state !== "failed" && !(step.op === "refresh" && state === "running");
}

function stepLines({ step, state, elapsedMs, note }: TreeStep, look: TreeLook): string[] {
  const { paint } = look;
  if (isQuiet(step) && state !== "running") return [`${step.name}  ${paint("dim", shortType(step.type))}`];
  if (state === "failed") return [`${paint("red", "✗")} ${stepLine(step, "running", paint, elapsedMs)}`];
  if (state === "running") {
    const line = `${look.spinner} ${stepLine(step, look.isPreview ? "planned" : "running", paint, elapsedMs)}`;
    return note === "" ? [line] : [line, paint("dim", `      ${note}`)]; // below, where a narrow terminal has room for it
  }
  const line = stepLine(step, look.isPreview ? "planned" : "done", paint, look.isPreview ? undefined : elapsedMs);
  return [`  ${line}`, ...(look.changes === undefined ? [] : changeLines(step, paint, look.changes))];
}
