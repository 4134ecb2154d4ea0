import { elementName } from "../../element-name.ts";
import type { EngineEvent, Severity, StepInfo, StepOp } from "../../events.ts";
import { getAt, parsePath } from "../values/path.ts";
import type { Redactor } from "../values/redact.ts";
import type { ValueObject } from "../values/value.ts";
import { urnName } from "./urn.ts";

/** What a step is about, before it is fit to be shown. */
export interface StepSubject {
  op: StepOp;
  urn: string;
  type: string;
  parent?: string | undefined;
  changes?: readonly string[];
  replaces?: readonly string[];
  olds?: ValueObject;
  news?: ValueObject;
}

/** Turns what happens into events, without anything secret in them, and counts. */
export class Reporter {
  readonly redactor: Redactor;
  readonly #onEvent: (event: EngineEvent) => void;
  #changes: Partial<Record<StepOp, number>> = {};

  constructor(onEvent: (event: EngineEvent) => void, redactor: Redactor) {
    this.#onEvent = onEvent;
    this.redactor = redactor;
  }

  get changes(): Readonly<Partial<Record<StepOp, number>>> {
    return this.#changes;
  }

  /** Begins a phase; counting starts anew. */
  phase(phase: "preview" | "up" | "refresh" | "destroy"): void {
    this.#changes = {};
    this.#onEvent({ type: "phase", phase });
  }

  summary(startedMs: number): void {
    this.#onEvent({ type: "summary", changes: this.#changes, elapsedMs: elapsedSince(startedMs) });
  }

  /** Reports a step as started; the returned functions end it. `count: false` leaves it out of the summary. */
  step(
    subject: StepSubject,
    options: { count?: boolean } = {},
  ): {
    done: (op?: StepOp) => void;
    failed: (message: string) => void;
  } {
    const startedMs = performance.now();
    const info = this.#describe(subject);
    this.#onEvent({ type: "step-started", step: info });
    return {
      done: (op = subject.op) => {
        if (options.count !== false) this.#changes = { ...this.#changes, [op]: (this.#changes[op] ?? 0) + 1 };
        this.#onEvent({ type: "step-done", step: { ...info, op }, elapsedMs: elapsedSince(startedMs) });
      },
      failed: (message) => {
        this.#onEvent({
          type: "step-failed",
          step: info,
          message: this.redactor.redact(message),
          elapsedMs: elapsedSince(startedMs),
        });
      },
    };
  }

  diagnostic(severity: Severity, message: string, options: { urn?: string; ephemeral?: boolean } = {}): void {
    this.#onEvent({
      type: "diagnostic",
      severity,
      message: this.redactor.redact(message),
      ...(options.urn === undefined ? {} : { urn: options.urn }),
      ephemeral: options.ephemeral ?? false,
    });
  }

  policy(violation: Omit<Extract<EngineEvent, { type: "policy" }>, "type">): void {
    this.#onEvent({ type: "policy", ...violation, message: this.redactor.redact(violation.message) });
  }

  judged(judgement: Omit<Extract<EngineEvent, { type: "judged" }>, "type">): void {
    this.#onEvent({ type: "judged", ...judgement });
  }

  #describe(subject: StepSubject): StepInfo {
    return {
      op: subject.op,
      urn: subject.urn,
      type: subject.type,
      name: urnName(subject.urn),
      ...(subject.parent === undefined ? {} : { parent: subject.parent }),
      changes: (subject.changes ?? []).map((path) => {
        const steps = parsePath(path) ?? [path];
        const before = this.redactor.show(getAt(subject.olds, steps));
        const after = this.redactor.show(getAt(subject.news, steps));
        const element =
          elementName(steps, (keys) => this.redactor.show(getAt(subject.news, keys))) ??
          elementName(steps, (keys) => this.redactor.show(getAt(subject.olds, keys)));
        return {
          path,
          ...(element === undefined ? {} : { element }),
          ...(before === undefined ? {} : { old: before }),
          ...(after === undefined ? {} : { new: after }),
          replaces: subject.replaces?.includes(path) ?? false,
        };
      }),
    };
  }
}

export function elapsedSince(startedMs: number): number {
  return Math.round(performance.now() - startedMs);
}
