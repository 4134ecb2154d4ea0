import type { EngineEvent } from "../../engine/events.ts";
import type { Display } from "./display.ts";

/** Every event as a line of JSON. */
export class JsonDisplay implements Display {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  event(event: EngineEvent): void {
    if (event.type === "diagnostic" && event.severity === "debug") return;
    this.#write(`${JSON.stringify(event)}\n`);
  }

  close(): void {
    // the caller prints the result object
  }

  hasShown(): boolean {
    return false; // the result object holds the whole message
  }
}
