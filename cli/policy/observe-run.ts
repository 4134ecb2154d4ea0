import type { EngineEvent, StepInfo } from "../../engine/events.ts";
import { typeOfUrn } from "../display/step-text.ts";

const STACK_TYPE = "pulumi:pulumi:Stack";

export type Judged = Extract<EngineEvent, { type: "judged" }>;
export type Violation = Extract<EngineEvent, { type: "policy" }>;

/** What a preview told of the policies and of its steps, kept until it is reported. */
export class RunObserver {
  readonly judged: Judged[] = [];
  readonly violations: Violation[] = [];
  /** The last word on each resource; what a refresh before the preview found is no step of the plan. */
  readonly #steps = new Map<string, StepInfo>();
  readonly #said: string[] = [];
  readonly #notes = new Set<string>();
  readonly #complaints = new Set<string>();

  event(event: EngineEvent): void {
    if (event.type === "phase" && event.phase === "preview") this.#steps.clear();
    if (event.type === "judged") this.judged.push(event);
    else if (event.type === "policy" && event.level !== "remediate") this.violations.push(event);
    else if (event.type === "step-done" || event.type === "step-failed") this.#steps.set(event.step.urn, event.step);
    else if (event.type === "diagnostic" && !event.ephemeral) this.#hear(event);
  }

  /** Hands every event on once it is kept. */
  before(next: (event: EngineEvent) => void): (event: EngineEvent) => void {
    return (event) => {
      this.event(event);
      next(event);
    };
  }

  #hear({ severity, message, urn }: Extract<EngineEvent, { type: "diagnostic" }>): void {
    this.#said.push(message);
    if (severity === "info") this.#notes.add(message.trim());
    if (severity === "error" && (urn === undefined || typeOfUrn(urn) === STACK_TYPE))
      this.#complaints.add(message.trim());
  }

  /** What the program itself ended with before it had declared everything; undefined when it came to its end. */
  get brokeOff(): string | undefined {
    return this.#complaints.size === 0 ? undefined : [...this.#complaints].join("\n");
  }

  get steps(): readonly StepInfo[] {
    return [...this.#steps.values()];
  }

  /** The program's sentences about traffic. */
  get traffic(): readonly string[] {
    return this.#said.filter(isTraffic);
  }

  /** What else the program and its resources have to say, once each: what is kept as it was, what gates will ask. */
  get notes(): readonly string[] {
    return [...this.#notes].filter((line) => line !== "" && !isTraffic(line));
  }
}

function isTraffic(line: string): boolean {
  return /^[a-z][a-z0-9-]*: traffic /.test(line);
}
