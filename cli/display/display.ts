import type { EngineEvent } from "../../engine/events.ts";

/** Shows a run while it goes on. */
export interface Display {
  event(event: EngineEvent): void;
  /** Ends what is drawn live, so that something else can be printed. No event comes after it. */
  close(): void;
  /** Whether a line was shown already, so that an error that repeats it need not be printed again. */
  hasShown(line: string): boolean;
}

/** Where a display writes; a terminal is redrawn, everything else gets plain lines. */
export interface Screen {
  write: (text: string) => void;
  isTerminal: boolean;
  colors: boolean;
  columns: () => number;
  rows: () => number;
}
