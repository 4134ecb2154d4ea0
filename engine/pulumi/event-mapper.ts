import { addressAdvice } from "../../docker/address-advice.ts";
import type { EngineEvent, Severity, StepInfo, StepOp } from "../events.ts";
import { plainValue } from "./plain-value.ts";
import { propertyChanges } from "./property-changes.ts";
import { rawEventSchema, type RawEvent, type RawMetadata } from "./raw-event.ts";

type Phase = "preview" | "up" | "refresh" | "destroy";

/** What the CLI says last of a run that failed of something it has told already. */
const CLOSING_REMARKS: readonly string[] = ["update failed", "preview failed", "refresh failed", "destroy failed"];

const STACK_TYPE = "pulumi:pulumi:Stack";
const NETWORK_TYPE = "docker:index/network:Network";

// apitype.OpType of the CLI; what is missing here (discard, remove-pending-replace) is bookkeeping and no step of ours.
const OPS: Readonly<Record<string, StepOp>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  read: "read",
  "read-replacement": "read",
  refresh: "refresh",
  import: "create",
  "import-replacement": "replace",
};

/**
 * Turns the lines that `pulumi … --json` prints into our events. The CLI tells a replacement in three steps and a
 * component twice: here each is one. Keeps what the end of a run is judged by.
 */
export class EventMapper {
  /** Stack outputs of the last phase, secrets replaced. */
  outputs: Readonly<Record<string, unknown>> = {};
  changes: Readonly<Partial<Record<StepOp, number>>> = {};
  /** Whether the CLI got as far as starting the run at all. */
  hasBegun = false;
  readonly mandatory: string[] = [];
  readonly failures: string[] = [];

  readonly #phases: Phase[];
  readonly #emit: (event: EngineEvent) => void;
  #phase: Phase | undefined;
  #open = new Map<string, number>();
  #replaced = new Set<string>();
  /** The last error told of a resource, which says why its step failed. */
  #errors = new Map<string, string>();

  /** `phases`: what the run goes through, in order; each begins with a prelude. */
  constructor(phases: readonly Phase[], emit: (event: EngineEvent) => void) {
    this.#phases = [...phases];
    this.#emit = emit;
  }

  /** One line of stdout. A line that is no event is a message of the CLI itself, and shown as one. */
  line(line: string): void {
    if (line.trim() === "") return;
    const event = parse(line);
    if (event === undefined) {
      this.#emit({ type: "diagnostic", severity: "info", message: line, ephemeral: false });
    } else {
      this.#map(event);
    }
  }

  #map(event: RawEvent): void {
    if (event.preludeEvent !== undefined) this.#begin();
    else if (event.resourcePreEvent !== undefined) this.#started(event.resourcePreEvent.metadata);
    else if (event.resOutputsEvent !== undefined) this.#done(event.resOutputsEvent.metadata);
    else if (event.resOpFailedEvent !== undefined) this.#failed(event.resOpFailedEvent.metadata);
    else if (event.diagnosticEvent !== undefined) this.#diagnostic(event.diagnosticEvent);
    else if (event.policyEvent !== undefined) this.#policy(event.policyEvent);
    else if (event.policyAnalyzeSummaryEvent !== undefined) this.#judged(event.policyAnalyzeSummaryEvent);
    else if (event.policyAnalyzeStackSummaryEvent !== undefined) this.#judged(event.policyAnalyzeStackSummaryEvent);
    else if (event.summaryEvent !== undefined) this.#summary(event.summaryEvent);
  }

  #begin(): void {
    this.hasBegun = true;
    this.#open = new Map();
    this.#replaced = new Set();
    this.#errors = new Map();
    this.#phase = this.#phases.shift() ?? this.#phase;
    if (this.#phase !== undefined) this.#emit({ type: "phase", phase: this.#phase });
  }

  #started(step: RawMetadata): void {
    const op = OPS[step.op];
    if (op === undefined || this.#open.has(step.urn) || (op === "replace" && this.#replaced.has(step.urn))) return;
    this.#open.set(step.urn, performance.now());
    this.#emit({ type: "step-started", step: stepInfo(step, op) });
  }

  #done(step: RawMetadata): void {
    if (step.type === STACK_TYPE) this.outputs = readOutputs(step.new?.outputs);
    const op = OPS[step.op];
    const startedAt = this.#open.get(step.urn);
    if (op === undefined || startedAt === undefined) return;
    if (op === "replace" && !step.op.startsWith("create") && !step.op.startsWith("import")) return;
    this.#open.delete(step.urn);
    if (op === "replace") this.#replaced.add(step.urn);
    this.#emit({ type: "step-done", step: stepInfo(step, op), elapsedMs: Math.round(performance.now() - startedAt) });
  }

  #failed(step: RawMetadata): void {
    const elapsedMs = Math.round(performance.now() - (this.#open.get(step.urn) ?? performance.now()));
    this.#open.delete(step.urn);
    const said = this.#errors.get(step.urn) ?? "failed";
    const advice = step.type === NETWORK_TYPE ? addressAdvice(said) : "";
    const message = advice === "" ? said : `${said}\n${advice}`;
    const info = stepInfo(step, OPS[step.op] ?? "update");
    this.failures.push(`${info.name}: ${message}`);
    this.#emit({ type: "step-failed", step: info, message, elapsedMs });
  }

  #diagnostic(event: NonNullable<RawEvent["diagnosticEvent"]>): void {
    if (event.severity === "debug") return; // holds the SDK's own traffic, secrets included
    const message = event.message.replace(/\n+$/, "");
    if (CLOSING_REMARKS.includes(message)) return;
    const severity: Severity = event.severity === "error" || event.severity === "warning" ? event.severity : "info";
    if (severity === "error") {
      if (event.urn === undefined) this.failures.push(message);
      else this.#errors.set(event.urn, message);
    }
    this.#emit({
      type: "diagnostic",
      severity,
      message,
      ...(event.urn === undefined || event.urn === "" ? {} : { urn: event.urn }),
      ephemeral: event.ephemeral ?? false,
    });
  }

  #policy(event: NonNullable<RawEvent["policyEvent"]>): void {
    const level = event.enforcementLevel;
    const known = level === "mandatory" || level === "remediate" || level === "disabled" ? level : "advisory";
    const message = event.message.trim();
    if (known === "mandatory") {
      const subject = event.resourceUrn === undefined ? "stack" : nameOf(event.resourceUrn);
      this.mandatory.push(`${subject}: refused by policy ${event.policyName}: ${message}`);
    }
    this.#emit({
      type: "policy",
      pack: event.policyPackName,
      rule: event.policyName,
      level: known,
      message,
      ...(event.resourceUrn === undefined || event.resourceUrn === "" ? {} : { urn: event.resourceUrn }),
    });
  }

  /** The CLI does not tell why a rule is not applicable. */
  #judged(event: NonNullable<RawEvent["policyAnalyzeSummaryEvent"]>): void {
    this.#emit({
      type: "judged",
      pack: event.policyPackName,
      packVersion: event.policyPackVersion,
      passed: event.passed ?? [],
      notApplicable: {},
      ...(event.resourceUrn === undefined || event.resourceUrn === "" ? {} : { urn: event.resourceUrn }),
    });
  }

  #summary(event: NonNullable<RawEvent["summaryEvent"]>): void {
    const changes: Partial<Record<StepOp, number>> = {};
    for (const [name, count] of Object.entries(event.resourceChanges ?? {})) {
      const op = OPS[name];
      if (op !== undefined && count > 0) changes[op] = (changes[op] ?? 0) + count;
    }
    this.changes = changes;
    this.#emit({ type: "summary", changes, elapsedMs: event.durationSeconds * 1000 });
  }
}

function parse(line: string): RawEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const result = rawEventSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined; // text that happens to start with a brace
  }
}

function stepInfo(step: RawMetadata, op: StepOp): StepInfo {
  const parent = step.new?.parent ?? step.old?.parent;
  return {
    op,
    urn: step.urn,
    type: step.type,
    name: nameOf(step.urn),
    ...(parent === undefined || parent === "" ? {} : { parent }),
    changes: op === "update" || op === "replace" ? propertyChanges(step) : [],
  };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function readOutputs(outputs: Record<string, unknown> | null | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs ?? {}).map(([key, value]) => [key, plainValue(value)]));
}
