import type { EngineEvent } from "../../engine/events.ts";
import type { Display, Screen } from "./display.ts";
import { paintFor } from "./paint.ts";
import { Report } from "./report.ts";
import { nameOfUrn, typeOfUrn, type ChangesShown } from "./step-text.ts";

/**
 * One line after the other, for pipes and logs: also what commands say while they run, as nothing is drawn over it. Where
 * what is shown is the result of the command, `results` gets all of it but progress, warnings and errors.
 */
export class PlainDisplay implements Display {
  readonly #screen: Screen;
  readonly #results: Screen;
  readonly #report: Report;

  constructor(screen: Screen, how: ChangesShown, results: Screen = screen) {
    this.#screen = screen;
    this.#results = results;
    this.#report = new Report(paintFor(results.colors), how);
  }

  event(event: EngineEvent): void {
    for (const line of this.#progressLines(event)) this.#screen.write(`${line}\n`);
    const screen = isTrouble(event) ? this.#screen : this.#results;
    for (const line of this.#report.lines(event)) screen.write(`${line}\n`);
  }

  close(): void {
    for (const line of this.#report.rest()) this.#results.write(`${line}\n`);
  }

  hasShown(line: string): boolean {
    return this.#report.hasShown(line);
  }

  /** The gate's progress and report, as they come. */
  #progressLines(event: EngineEvent): string[] {
    if (event.type !== "diagnostic" || !event.ephemeral || event.urn === undefined) return [];
    if (event.severity === "debug" || !typeOfUrn(event.urn).startsWith("command:")) return [];
    const { urn } = event;
    const lines = event.message.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("{"));
    for (const line of lines) this.#report.markShown(line);
    return lines.map((line) => `      ${nameOfUrn(urn)}: ${line}`);
  }
}

function isTrouble(event: EngineEvent): boolean {
  if (event.type === "diagnostic") return event.severity === "error" || event.severity === "warning";
  return event.type === "step-failed";
}
