import type { DemoVersion } from "../../test/support/images.ts";
import type { Phases } from "./phases.ts";

/** A service that runs, and one way to have it serve another build. */
export interface ReleaseWay {
  name: string;
  url: string;
  /** Has the service serve a build that the host has already; returns when the command has ended. */
  release(version: DemoVersion): Promise<Released>;
  remove(): Promise<void>;
}

export interface Released {
  /** The whole command, in milliseconds. */
  elapsedMs: number;
  /** Null where the way does not tell. */
  phases: Phases | null;
}
