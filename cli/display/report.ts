import type { EngineEvent, StepInfo } from "../../engine/events.ts";
import { isWaitingLine } from "../../model/waiting-line.ts";
import type { Paint } from "./paint.ts";
import { changeLines, nameOfUrn, stepLine, summaryText, typeOfUrn, type ChangesShown } from "./step-text.ts";

const STACK_TYPE = "pulumi:pulumi:Stack";
const MAX_KEPT_LINES = 500;

type Diagnostic = Extract<EngineEvent, { type: "diagnostic" }>;

/**
 * Turns the events of a run into lasting lines, for every way of showing them. It tells each thing once: sentences of the
 * program in the first phase only, and of a failed command only what its output has not shown yet.
 */
export class Report {
  readonly #paint: Paint;
  readonly #how: ChangesShown;
  readonly #said = new Set<string>();
  readonly #shown = new Set<string>();
  readonly #kept = new Map<string, string[]>();
  /** What was replaced in this phase; the end of the old one is a part of that. */
  #replaced = new Set<string>();
  #sentences: string[] = [];
  /** Steps of a preview, until it is known what they mean for the traffic. */
  #planned: string[] = [];
  #phase = "";

  /** `how`: changes in words, or all values as they are. */
  constructor(paint: Paint, how: ChangesShown) {
    this.#paint = paint;
    this.#how = how;
  }

  hasShown(line: string): boolean {
    return this.#shown.has(line.trim());
  }

  /** Says that a display of its own has shown a line already. */
  markShown(line: string): void {
    this.#shown.add(line.trim());
  }

  get phase(): string {
    return this.#phase;
  }

  /** What the program says of the traffic in a preview, once: before everything else, where nobody overlooks it. */
  takeSentences(): string[] {
    const sentences = this.#sentences.map((line) => this.#paint("bold", line));
    this.#sentences = [];
    return sentences.length === 0 ? [] : ["", ...sentences, ""];
  }

  /** What a preview had to say that broke off before its end. */
  rest(): string[] {
    const planned = this.#planned;
    this.#planned = [];
    return [...this.takeSentences(), ...planned];
  }

  /** The lines to print for an event; none for what only a live display shows. */
  lines(event: EngineEvent): string[] {
    const lines = this.#lines(event);
    const told = event.type === "diagnostic" && lines.length > 0 ? [...lines, event.message] : lines;
    for (const line of told) for (const part of line.split("\n")) this.markShown(stripColors(part));
    return lines;
  }

  #lines(event: EngineEvent): string[] {
    if (event.type === "phase") {
      this.#phase = event.phase;
      this.#replaced = new Set();
      this.#planned = [];
      return [this.#paint("bold", PHASES[event.phase])];
    }
    if (event.type === "step-done") return this.#done(event.step, event.elapsedMs);
    if (event.type === "step-failed") return this.#failed(event.step, event.message, event.elapsedMs);
    if (event.type === "policy") return this.#policy(event);
    if (event.type === "summary") return this.#summary(event);
    if (event.type === "diagnostic") return this.#diagnostic(event);
    return [];
  }

  #done(step: StepInfo, elapsedMs: number): string[] {
    if (isQuiet(step) || (step.op === "delete" && this.#replaced.has(step.urn))) return [];
    if (step.op === "replace") this.#replaced.add(step.urn);
    const isPreview = this.#phase === "preview";
    const line = stepLine(step, isPreview ? "planned" : "done", this.#paint, isPreview ? undefined : elapsedMs);
    const lines = [
      `  ${line}`,
      ...(isPreview || this.#phase === "refresh" ? changeLines(step, this.#paint, this.#how) : []),
    ];
    if (!isPreview) return lines;
    this.#planned.push(...lines);
    return [];
  }

  #failed(step: StepInfo, message: string, elapsedMs: number): string[] {
    const head = stepLine(step, "running", this.#paint, elapsedMs);
    const kept = this.#kept.get(step.urn) ?? [];
    const rest = ownWords(message).filter((line) => !kept.includes(line));
    const unseen = [...kept, ...rest].filter((line) => !this.hasShown(line));
    return [`  ${this.#paint("red", "✗ failed")}    ${head.trimStart()}`, ...unseen.map((line) => `      ${line}`)];
  }

  #policy(event: Extract<EngineEvent, { type: "policy" }>): string[] {
    const where = event.urn === undefined ? "" : ` ${nameOfUrn(event.urn)}`;
    const isMandatory = event.level === "mandatory";
    const word = this.#paint(
      isMandatory ? "red" : "yellow",
      isMandatory ? "policy, refused:" : `policy, ${event.level}:`,
    );
    const [first = "", ...more] = event.message.split("\n");
    return this.#once(
      [`  ${word}${where}: ${event.rule}: ${first}`, ...more.map((line) => `      ${line}`)].join("\n"),
    );
  }

  #summary(event: Extract<EngineEvent, { type: "summary" }>): string[] {
    return [...this.rest(), `  ${summaryText(event.changes, this.#phase === "preview")}`];
  }

  #diagnostic(event: Diagnostic): string[] {
    const { message, severity, urn } = event;
    if (severity === "debug" || message.trim() === "") return [];
    if (severity === "info" && !event.ephemeral && isSentence(message)) return this.#sentence(message);
    if (urn !== undefined && typeOfUrn(urn) !== STACK_TYPE) return this.#ofResource(urn, event);
    if (severity === "info") {
      if (event.ephemeral || this.#said.has(message)) return [];
      this.#said.add(message);
      return message.split("\n").map((line) => `  ${line}`);
    }
    return this.#once(`${this.#paint(severity === "error" ? "red" : "yellow", `${severity}:`)} ${message}`);
  }

  /** Told once; in a preview when it is complete, and then first of all. */
  #sentence(message: string): string[] {
    if (this.#said.has(message)) return [];
    this.#said.add(message);
    if (this.#phase !== "preview") return message.split("\n").map((line) => this.#paint("bold", line));
    this.#sentences.push(...message.split("\n"));
    return [];
  }

  /** What a resource says: kept for the case that its step fails, shown at once where it is no mere progress. */
  #ofResource(urn: string, { message, severity, ephemeral }: Diagnostic): string[] {
    const lines = message.split("\n").filter((line) => line.trim() !== "" && !isJson(line));
    const kept = this.#kept.get(urn) ?? [];
    const lasting = lines.filter((line) => !isWaitingLine(line));
    if (severity === "info") this.#kept.set(urn, [...kept, ...lasting].slice(-MAX_KEPT_LINES));
    if (ephemeral || severity === "error") return []; // an error comes again with the step that failed of it
    const head = severity === "warning" ? this.#paint("yellow", "warning: ") : "";
    return lines.map((line) => `      ${head}${nameOfUrn(urn)}: ${line}`);
  }

  #once(line: string): string[] {
    if (this.#said.has(line)) return [];
    this.#said.add(line);
    return [line];
  }
}

const PHASES = { preview: "Preview", up: "Up", refresh: "Refresh", destroy: "Destroy" } as const;

/** The sentences of a program: `shop: traffic moves …`, `shop.blue keeps its sealed settings …`. */
function isSentence(message: string): boolean {
  return /^[a-z][a-z0-9-]*(?:: traffic |\.(?:blue|green) keeps )/.test(message);
}

/** Steps without an effect of their own are counted only: what stays, our components, the bookkeeping around the program. */
export function isQuiet({ op, type }: StepInfo): boolean {
  return op === "same" || op === "read" || op === "refresh" || /^(?:tidegate|pulumi):/.test(type);
}

/**
 * The lines of a failed step that tell what went wrong. How a command ended and what it was called are told only of one that
 * has said nothing itself (`exit status 3: running "…":`, from the Command provider, before everything that it printed).
 */
function ownWords(message: string): string[] {
  const lines = message.split("\n").filter((line) => line.trim() !== "" && !isWaitingLine(line));
  const hasHead = /(?:^|: )(?:exit status \d+|signal \w+): running ".*":$/.test(lines[0] ?? "");
  return hasHead && lines.length > 1 ? lines.slice(1) : lines;
}

/** A command's result for machines. */
function isJson(line: string): boolean {
  return /^\{".*\}$/.test(line.trim());
}

function stripColors(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "");
}
