import { cacheDir } from "./cache-dir.ts";
import type { RunOptions, StackRef } from "../engine.ts";
import type { PackageFactory } from "./provider.ts";
import type { ProgramPool } from "./program/program-pool.ts";
import type { Project } from "./project/project-file.ts";
import { type Config, StackFile } from "./project/stack-file.ts";
import { Vault } from "./project/vault.ts";
import type { State } from "./state/state.ts";
import { StateStore, statePath } from "./state/store.ts";
import { acquireLock } from "./state/lock.ts";
import { Providers } from "./steps/providers.ts";
import { Reporter } from "./steps/reporter.ts";
import { Redactor } from "./values/redact.ts";

/** Effects that run at the same time; a container host gains nothing from more. */
export const PARALLEL = 10;

/** Everything one run knows, loaded and decrypted. */
export interface RunContext {
  ref: StackRef;
  project: Project;
  config: Config;
  state: State;
  /** Undefined in a preview, which writes nothing. */
  store: StateStore | undefined;
  reporter: Reporter;
  /** Where compiled programs are kept between runs. */
  cacheDir: string;
  pool: ProgramPool;
  newProviders(): Providers;
}

export interface ContextOptions extends Pick<RunOptions, "onEvent"> {
  packages: Promise<Readonly<Record<string, PackageFactory>>>;
  pool: ProgramPool;
  project: Project;
  /** What the lock says of this run, `up`; undefined takes none: a preview. */
  command: string | undefined;
  /** The file to read the config from; undefined reads the stack's own. */
  configFile: string | undefined;
}

/** Loads a stack, holding its lock unless nothing will be written, and hands it to `run`. */
export async function withStack<T>(
  ref: StackRef,
  options: ContextOptions,
  run: (context: RunContext) => Promise<T>,
): Promise<T> {
  const { project, pool } = options;
  const file = StackFile.load(ref, options.configFile);
  const vault = new Vault(file);
  const lock =
    options.command === undefined
      ? undefined
      : await acquireLock(statePath(ref).replace(/json$/, "lock"), `tidegate ${options.command} -s ${ref.stack}`);
  try {
    const redactor = new Redactor();
    const reporter = new Reporter(options.onEvent, redactor);
    const store = new StateStore(ref, vault, () => lock?.assertHeld());
    const [config, state, packages] = await Promise.all([
      vault.openConfig().then((cipher) => file.config(cipher)),
      store.load((message) => reporter.diagnostic("warning", message)),
      options.packages,
    ]);
    // The program always has secrets: whether they can be sealed is told before anything is done.
    if (options.command === "up") await store.prepareToSeal();
    for (const text of config.secretTexts) redactor.learn(text, true);
    for (const { inputs, outputs } of state.resources) {
      redactor.learn(inputs);
      redactor.learn(outputs);
    }
    return await run({
      ref,
      project,
      config,
      state,
      store: lock === undefined ? undefined : store,
      reporter,
      cacheDir: cacheDir(ref),
      pool,
      newProviders: () =>
        new Providers({
          packages,
          context: { programDir: project.programDir },
          config: config.values,
        }),
    });
  } finally {
    await lock?.release();
  }
}
