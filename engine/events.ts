/** What an engine does to a resource. `replace` stands for the pair of delete and create. */
export const STEP_OPS = ["same", "create", "update", "replace", "delete", "read", "refresh"] as const;
export type StepOp = (typeof STEP_OPS)[number];

/** One property that differs between the state and the program. Secret values are replaced before they get here. */
export interface PropertyChange {
  path: string;
  /** What the innermost list element on the path is called: of a label's value its label, of a mount's source its target. */
  element?: string;
  old?: unknown;
  new?: unknown;
  replaces: boolean;
}

export interface StepInfo {
  op: StepOp;
  urn: string;
  /** Pulumi type token, `docker:index/container:Container`. */
  type: string;
  name: string;
  /** URN of the parent; undefined for the stack itself. */
  parent?: string;
  changes: readonly PropertyChange[];
}

export type Severity = "debug" | "info" | "warning" | "error";

/** What both engines report while they run, in order; `--json` prints one of these per line. */
export type EngineEvent =
  | { type: "phase"; phase: "preview" | "up" | "refresh" | "destroy" }
  | { type: "step-started"; step: StepInfo }
  | { type: "step-done"; step: StepInfo; elapsedMs: number }
  | { type: "step-failed"; step: StepInfo; message: string; elapsedMs: number }
  /** A line for the user. `ephemeral` lines are progress that may be overwritten. */
  | { type: "diagnostic"; severity: Severity; message: string; urn?: string; ephemeral: boolean }
  | {
      type: "policy";
      pack: string;
      rule: string;
      level: "advisory" | "mandatory" | "disabled" | "remediate";
      message: string;
      urn?: string;
    }
  /** What a pack judged of a resource, or of the whole stack where no `urn` is given; violations come as `policy` before. */
  | {
      type: "judged";
      pack: string;
      packVersion: string;
      urn?: string;
      /** Rules that found nothing wrong. What is neither here nor violated is not applicable. */
      passed: readonly string[];
      /** Why a rule is not applicable, as far as the engine tells. */
      notApplicable: Readonly<Record<string, string>>;
    }
  | { type: "summary"; changes: Readonly<Partial<Record<StepOp, number>>>; elapsedMs: number };
