import type { EngineEvent } from "../../engine/events.ts";
import type { Printed } from "../result/result.ts";
import type { Display } from "./display.ts";
import type { EventLine } from "./event-line.ts";

/**
 * Every event as a line of JSON, but what would say nothing: resources that stay as they are, which the summary counts. Of
 * what a pack judged only the numbers are told; `policy check --json` has every judgement.
 */
export class JsonDisplay implements Display {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  event(event: EngineEvent): void {
    if (event.type === "diagnostic" && event.severity === "debug") return;
    if ((event.type === "step-started" || event.type === "step-done") && event.step.op === "same") return;
    const line: Printed<EventLine> = event.type === "judged" ? counted(event) : event;
    this.#write(`${JSON.stringify(line)}\n`);
  }

  close(): void {
    // the caller prints the result object
  }

  hasShown(): boolean {
    return false; // the result object holds the whole message
  }
}

function counted({ passed, notApplicable, ...event }: Extract<EngineEvent, { type: "judged" }>): EventLine {
  return { ...event, passed: passed.length, notApplicable: Object.keys(notApplicable).length };
}
