import type { Engine, RecordedState, RunOptions, RunResult, StackRef } from "../engine.ts";
import { ProgramPool } from "./program/program-pool.ts";
import { changePassphrase, completePassphraseChange } from "./project/change-passphrase.ts";
import { setSecret } from "./project/set-secret.ts";
import { loadProject } from "./project/project-file.ts";
import { StackFile } from "./project/stack-file.ts";
import { Vault } from "./project/vault.ts";
import type { PackageFactory } from "./provider.ts";
import { cacheDir } from "./cache-dir.ts";
import type { StateFile } from "./state/format.ts";
import { stackOutputs } from "./state/state.ts";
import { StateStore } from "./state/store.ts";
import { urnName } from "./steps/urn.ts";
import { toPlain } from "./values/plain.ts";
import { Redactor } from "./values/redact.ts";

type Packages = Readonly<Record<string, PackageFactory>>;
type Verb = "preview" | "up" | "refresh" | "destroy";

/** Runs the program without a Pulumi installation, with the providers `loadPackages` brings. */
export class EmbeddedEngine implements Engine {
  readonly name = "embedded";
  readonly #ref: StackRef;
  readonly #loadPackages: () => Promise<Packages>;

  constructor(ref: StackRef, loadPackages: () => Promise<Packages>) {
    this.#ref = ref;
    this.#loadPackages = loadPackages;
  }

  async preview(options: RunOptions): Promise<RunResult> {
    return await this.#run("preview", options);
  }

  async up(options: RunOptions): Promise<RunResult> {
    return await this.#run("up", options);
  }

  async refresh(options: RunOptions): Promise<RunResult> {
    return await this.#run("refresh", options);
  }

  async destroy(options: RunOptions): Promise<RunResult> {
    return await this.#run("destroy", options);
  }

  async outputs({ showSecrets }: { showSecrets: boolean }): Promise<Readonly<Record<string, unknown>>> {
    await completePassphraseChange(this.#ref);
    const outputs = stackOutputs(await this.#store().load(() => undefined));
    if (showSecrets) return toPlain(outputs);
    const redactor = new Redactor();
    return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, redactor.show(value)]));
  }

  async assertPassphrase(): Promise<void> {
    const vault = new Vault(StackFile.load(this.#ref));
    await vault.openConfig();
    await new StateStore(this.#ref, vault, () => undefined).sealer();
  }

  async settleConfig(): Promise<void> {
    await completePassphraseChange(this.#ref);
  }

  async setSecret(key: string, text: string): Promise<void> {
    await completePassphraseChange(this.#ref);
    await setSecret(this.#ref, key, text);
  }

  async changePassphrase(passphrase: string): Promise<void> {
    await changePassphrase(this.#ref, passphrase);
  }

  async ownedEnvironment(): Promise<string | undefined> {
    const resource = this.#peek().resources.find(
      ({ type, urn }) => type === "random:index/randomId:RandomId" && urnName(urn) === "environment",
    );
    const hex = resource?.outputs["hex"];
    return Promise.resolve(typeof hex === "string" ? hex : undefined);
  }

  async recorded(): Promise<RecordedState> {
    const { resources, pending } = this.#peek();
    const namesOf = (type: string) => {
      const ofType = resources.filter((resource) => resource.type === type && !resource.pendingReplacement);
      const names = ofType.map((resource) => resource.outputs["name"]);
      return [...new Set(names.filter((name) => typeof name === "string"))].toSorted();
    };
    return Promise.resolve({
      containers: namesOf("docker:index/container:Container"),
      images: namesOf("docker:index/remoteImage:RemoteImage"),
      interrupted: pending.length > 0,
    });
  }

  /** The program's process loads the SDK while this one loads itself, the providers and the stack. */
  async #run(verb: Verb, options: RunOptions): Promise<RunResult> {
    await completePassphraseChange(this.#ref);
    const project = loadProject(this.#ref.projectDir);
    const pool = new ProgramPool(project, cacheDir(this.#ref));
    if (verb === "up" || verb === "preview") pool.prepare();
    try {
      const packages = this.#loadPackages();
      packages.catch(() => undefined); // awaited with the stack
      const [{ withStack }, { RUNS }] = await Promise.all([import("./run-context.ts"), import("./runs.ts")]);
      const command = verb === "preview" ? undefined : verb; // a preview writes nothing
      const { onEvent, configFile } = options;
      return await withStack(this.#ref, { project, pool, packages, command, onEvent, configFile }, (context) =>
        RUNS[verb](context, options),
      );
    } finally {
      pool.stop();
    }
  }

  #store(): StateStore {
    return new StateStore(this.#ref, new Vault(StackFile.load(this.#ref)), () => undefined);
  }

  /** The state without its secrets. */
  #peek(): Pick<StateFile, "resources" | "pending"> {
    return this.#store().peek() ?? { resources: [], pending: [] };
  }
}
