import type { EngineEvent } from "../../engine/events.ts";
import type { Display } from "./display.ts";

/** Only what goes wrong, on stderr: for commands whose result is another than the run they need for it. */
export class QuietDisplay implements Display {
  readonly #shown = new Set<string>();

  /** One line of progress. */
  say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  event(event: EngineEvent): void {
    const isTrouble =
      event.type === "diagnostic" && !event.ephemeral && (event.severity === "error" || event.severity === "warning");
    if (!isTrouble) return;
    this.say(event.message);
    for (const line of event.message.split("\n")) this.#shown.add(line.trim());
  }

  close(): void {
    // nothing is live
  }

  hasShown(line: string): boolean {
    return this.#shown.has(line.trim());
  }
}
