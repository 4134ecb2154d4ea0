import type { EngineName } from "../engine/select.ts";

/** What every command that works on a stack takes. */
export interface StackOptions {
  stack: string;
  /** Folder to look for Pulumi.yaml in, and above it. */
  cwd: string;
  engine?: EngineName;
  json: boolean;
}

/** Commands that run the program. */
export interface RunCommandOptions extends StackOptions {
  /** Never ask. */
  yes: boolean;
  refresh: boolean;
  /** Show changes as the values they are, not in words. */
  diff: boolean;
  /** Until when to wait for a stack that another run holds, as `performance.now()` counts; 0 not at all. */
  waitUntilMs: number;
  /** Folder of a policy pack; false for none; undefined for the project's own, where there is one. */
  policyPack?: string | false;
}
