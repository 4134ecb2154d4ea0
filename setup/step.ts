import type Docker from "dockerode";

/** Whether a step is done; `detail` says what is there, or what is missing. */
export interface CheckResult {
  ok: boolean;
  detail: string;
}

/**
 * One thing a machine needs before a release can run on it. `check` changes nothing; `ensure` may assume that the steps
 * before it are done, is safe to repeat, and throws an InputError that says what failed and what to do.
 */
export interface Step {
  readonly name: string;
  check(context: SetupContext): Promise<CheckResult>;
  ensure(context: SetupContext): Promise<void>;
}

export interface SetupContext {
  docker: Docker;
  /** Engine address, `unix:///var/run/docker.sock`. */
  host: string;
  /** Folder of the repository, absolute. */
  root: string;
  /** Port of the local image registry on 127.0.0.1. */
  registryPort: number;
  /** A line of progress for the user. */
  note: (line: string) => void;
  /** Asks once on a terminal before system packages are installed; throws an InputError when the answer is no. */
  confirmPackages: (packages: readonly string[]) => Promise<void>;
  /** Aborted on Ctrl-C: the step in hand is finished, no other started. */
  signal: AbortSignal;
  /** Stops and removes again what this run has started, one entry each; for a caller that must leave nothing behind. */
  undo: (() => Promise<void>)[];
}
