import type { EngineEvent, StepOp } from "./events.ts";

/** Where a project lies and which of its stacks is meant. */
export interface StackRef {
  /** Folder of Pulumi.yaml, absolute. */
  projectDir: string;
  /** `name:` of Pulumi.yaml. */
  project: string;
  stack: string;
}

export interface RunOptions {
  onEvent: (event: EngineEvent) => void;
  /** Aborted on Ctrl-C: the step in hand is finished, no other started. */
  signal?: AbortSignal;
  /** Read what really exists into the state first. */
  refresh?: boolean;
  /** `up` only: do not run the program for a preview before. Mandatory stack policies are then judged after the fact. */
  skipPreview?: boolean;
  /** Folder of the policy pack; undefined runs none. */
  policyPack?: string;
  /** `preview` only: read the config from this file, and leave the stack's own alone. Absolute. */
  configFile?: string;
  /** `up` only: called between the preview and the update. What it throws ends the run, with nothing changed. */
  approve?: () => void;
}

export interface RunResult {
  /** How many resources each operation touched; `same` included. */
  changes: Readonly<Partial<Record<StepOp, number>>>;
  /** Outputs of the stack; secret ones are `"[secret]"`. */
  outputs: Readonly<Record<string, unknown>>;
}

/** What an engine's state says of a stack, as far as it can be read without the passphrase. */
export interface RecordedState {
  /** Docker names of the containers in the state. */
  containers: readonly string[];
  /** References of the images in the state. */
  images: readonly string[];
  /** A run was killed in the middle of an operation: what it made may be missing in the state. */
  interrupted: boolean;
}

/**
 * Runs the Pulumi program of a stack. Two implementations: the Pulumi CLI, and the embedded engine.
 *
 * Every method throws a TidegateError for what the user can act on: InputError (wrong config, passphrase, unreachable
 * host), LockedError (another run holds the stack), GateRedError, PolicyError.
 */
export interface Engine {
  readonly name: "embedded" | "pulumi";
  preview(options: RunOptions): Promise<RunResult>;
  up(options: RunOptions): Promise<RunResult>;
  refresh(options: RunOptions): Promise<RunResult>;
  destroy(options: RunOptions): Promise<RunResult>;
  /** Outputs of the last `up`; `showSecrets` gives secret ones in clear. */
  outputs(options: { showSecrets: boolean }): Promise<Readonly<Record<string, unknown>>>;
  /** Throws an InputError when the passphrase is not set, or does not open everything that is sealed in file and state. */
  assertPassphrase(): Promise<void>;
  /** Completes a change of the stack's file that was killed, which would undo whatever is changed there before that. */
  settleConfig(): Promise<void>;
  /** Encrypts a text into the stack's file, at a key like `tidegate:secrets.shop.TOKEN` (with `--path` syntax). */
  setSecret(key: string, text: string): Promise<void>;
  /** Seals every secret of the stack, in its file and in the state, with another passphrase: all of them or none. */
  changePassphrase(passphrase: string): Promise<void>;
  /** The environment id in this engine's state for the stack; undefined when it has never brought it up. */
  ownedEnvironment(): Promise<string | undefined>;
  /** Compared with the host before an `up`, to know whether it must refresh first. Empty without a state. */
  recorded(): Promise<RecordedState>;
}
