import { InputError } from "../../model/errors.ts";
import type { Engine, RecordedState, RunOptions, RunResult, StackRef } from "../engine.ts";
import { Cipher } from "../passphrase/cipher.ts";
import { loadPassphrase } from "../passphrase/load-passphrase.ts";
import { EventMapper } from "./event-mapper.ts";
import { failedRun } from "./failed-run.ts";
import { findPulumi } from "./find-pulumi.ts";
import { clearDeadLocks } from "./locks.ts";
import { findCreated } from "./pending-creates.ts";
import { PULUMI_EXIT, runPulumi, type PulumiExit } from "./run-pulumi.ts";
import { settlePending } from "./settle-pending.ts";
import { containersOf, EMPTY_STATE, environmentOf, imagesOf, parseStackState, type StackState } from "./stack-state.ts";

type Phase = "preview" | "up" | "refresh" | "destroy";

/** Drives the Pulumi CLI found on PATH. */
export class PulumiEngine implements Engine {
  readonly name = "pulumi";
  readonly #ref: StackRef;
  readonly #executable: string;
  /** What `pulumi stack export` said; undefined when a run may have changed it since. */
  #exported: Promise<PulumiExit> | undefined;

  constructor(ref: StackRef, executable: string) {
    this.#ref = ref;
    this.#executable = executable;
  }

  async preview(options: RunOptions): Promise<RunResult> {
    await this.#ready(options);
    return await this.#run(["preview", ...runFlags(options)], ["preview"], options);
  }

  async up(options: RunOptions): Promise<RunResult> {
    await this.#ready(options);
    const skipped = options.skipPreview === true;
    if (!skipped && options.approve !== undefined) {
      // The CLI has no place between its own preview and update, so these are two runs of it.
      await this.#run(["preview", ...runFlags(options)], ["preview"], options);
      options.approve();
      return await this.#run(["up", "--skip-preview", ...runFlags(options)], ["up"], options);
    }
    const flags = skipped ? ["--skip-preview"] : ["--yes"];
    return await this.#run(["up", ...flags, ...runFlags(options)], skipped ? ["up"] : ["preview", "up"], options);
  }

  async refresh(options: RunOptions): Promise<RunResult> {
    await this.#ready(options);
    return await this.#run(["refresh", "--skip-preview"], ["refresh"], options);
  }

  async destroy(options: RunOptions): Promise<RunResult> {
    await this.#ready(options);
    const refresh = options.refresh === true ? ["--refresh"] : [];
    const { changes } = await this.#run(["destroy", "--skip-preview", ...refresh], ["destroy"], options);
    return { changes, outputs: {} };
  }

  async outputs({ showSecrets }: { showSecrets: boolean }): Promise<Readonly<Record<string, unknown>>> {
    const flags = showSecrets ? ["--show-secrets"] : [];
    const exit = await this.#call(["stack", "output", "--json", ...flags]);
    if (exit.code === PULUMI_EXIT.noStack) return {};
    if (exit.code !== 0) throw failedRun(this.#ref, exit);
    return JSON.parse(exit.stdout) as Record<string, unknown>; // `stack output --json` is an object by definition
  }

  /** The CLI leaves nothing behind that it would come back to. */
  settleConfig(): Promise<void> {
    return Promise.resolve();
  }

  async setSecret(key: string, text: string): Promise<void> {
    await this.#ensureStack();
    await this.assertPassphrase();
    const exit = await this.#call(["config", "set", "--path", "--raw", "--secret", key], text);
    if (exit.code !== 0) throw failedRun(this.#ref, exit);
  }

  changePassphrase(): Promise<void> {
    const { stack } = this.#ref;
    const command = `pulumi stack change-secrets-provider passphrase --stack ${stack}`;
    const reason = `config passphrase: the Pulumi CLI owns ${stack}, and changes its passphrase itself.`;
    return Promise.reject(new InputError(`${reason} Run \`${command}\`, which asks for the new one.`));
  }

  /** The CLI asks only the stack's file: with another passphrase there than in the state none would open both. */
  async assertPassphrase(): Promise<void> {
    const { salt } = await this.#readState();
    const subject = `the state of ${this.#ref.stack}`;
    if (salt !== undefined) await Cipher.open(salt, loadPassphrase(`${subject} holds secrets`), subject);
  }

  async ownedEnvironment(): Promise<string | undefined> {
    return environmentOf(await this.#readState());
  }

  async recorded(): Promise<RecordedState> {
    const state = await this.#readState();
    return { containers: containersOf(state), images: imagesOf(state), interrupted: state.pending.length > 0 };
  }

  /** Everything a killed run may have left in the way is dealt with before the next one. */
  async #ready(options: RunOptions): Promise<void> {
    const tell = (message: string) =>
      options.onEvent({ type: "diagnostic", severity: "info", message: `pulumi: ${message}`, ephemeral: false });
    if (await this.#ensureStack()) tell(`made stack ${this.#ref.stack}`);
    clearDeadLocks(this.#ref).forEach(tell);
    await this.#settle(options, tell);
  }

  /** Takes over what a killed run has made, and reads it: the CLI alone would create it a second time. */
  async #settle(options: RunOptions, tell: (message: string) => void): Promise<void> {
    const state = await this.#readState();
    if (state.pending.length === 0) return;
    const created = await findCreated(state);
    tell(`the last run was killed (open operations: ${state.pending.length}, taken over from it: ${created.size})`);
    const exit = await this.#call(["stack", "import"], settlePending((await this.#export()).stdout, created));
    if (exit.code !== 0) throw failedRun(this.#ref, exit);
    const { onEvent, signal } = options;
    await this.#run(["refresh", "--skip-preview"], ["refresh"], {
      onEvent,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** Makes the stack in the backend when it is not there; true when it did. */
  async #ensureStack(): Promise<boolean> {
    const exit = await this.#export();
    if (exit.code !== PULUMI_EXIT.noStack) return false;
    const made = await runPulumi({
      executable: this.#executable,
      projectDir: this.#ref.projectDir,
      arguments: ["stack", "init", this.#ref.stack, "--no-select"],
    });
    if (made.code !== 0) throw failedRun(this.#ref, made);
    this.#exported = undefined;
    return true;
  }

  async #run(command: readonly string[], phases: readonly Phase[], options: RunOptions): Promise<RunResult> {
    const events = new EventMapper(phases, options.onEvent);
    this.#exported = undefined;
    const exit = await runPulumi({
      executable: this.#executable,
      projectDir: this.#ref.projectDir,
      arguments: [...command, "--stack", this.#ref.stack, "--json"],
      onLine: (line) => events.line(line),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (exit.code !== 0) throw failedRun(this.#ref, exit, events);
    return { changes: events.changes, outputs: events.outputs };
  }

  async #call(command: readonly string[], stdin?: string): Promise<PulumiExit> {
    return await runPulumi({
      executable: this.#executable,
      projectDir: this.#ref.projectDir,
      arguments: [...command, "--stack", this.#ref.stack],
      ...(stdin === undefined ? {} : { stdin }),
    });
  }

  async #export(): Promise<PulumiExit> {
    this.#exported ??= this.#call(["stack", "export"]);
    return await this.#exported;
  }

  async #readState(): Promise<StackState> {
    const exit = await this.#export();
    if (exit.code === PULUMI_EXIT.noStack) return EMPTY_STATE;
    if (exit.code !== 0) throw failedRun(this.#ref, exit);
    return parseStackState(exit.stdout);
  }
}

function runFlags({ refresh, policyPack, configFile }: RunOptions): string[] {
  return [
    ...(refresh === true ? ["--refresh"] : []),
    ...(policyPack === undefined ? [] : ["--policy-pack", policyPack]),
    ...(configFile === undefined ? [] : ["--config-file", configFile]),
  ];
}

/** The engine of record; throws an InputError where the Pulumi CLI is not installed. */
export function createPulumiEngine(ref: StackRef): PulumiEngine {
  const executable = findPulumi();
  if (executable === undefined) {
    throw new InputError("--engine pulumi: the Pulumi CLI is not on PATH. Install it, or use `--engine embedded`.");
  }
  return new PulumiEngine(ref, executable);
}
