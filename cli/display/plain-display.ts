import type { EngineEvent } from "../../engine/events.ts";
import type { Display, Screen } from "./display.ts";
import { paintFor } from "./paint.ts";
import { Report } from "./report.ts";
import { nameOfUrn, typeOfUrn } from "./step-text.ts";

/** One line after the other, for pipes and logs: also what commands say while they run, as nothing is drawn over it. */
export class PlainDisplay implements Display {
  readonly #screen: Screen;
  readonly #report: Report;

  constructor(screen: Screen) {
    this.#screen = screen;
    this.#report = new Report(paintFor(screen.colors));
  }

  event(event: EngineEvent): void {
    this.#progressLines(event).forEach((line) => this.#print(line));
    this.#report.lines(event).forEach((line) => this.#print(line));
  }

  close(): void {
    // nothing is live
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

  #print(line: string): void {
    this.#screen.write(`${line}\n`);
  }
}
