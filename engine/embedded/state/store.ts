import { readFileSync } from "node:fs";
import { join } from "node:path";
import { failPoint } from "../../../model/fail-point.ts";
import { InputError } from "../../../model/errors.ts";
import { explainSystemError } from "../../../model/system-error.ts";
import type { StackRef } from "../../engine.ts";
import type { Cipher } from "../../passphrase/cipher.ts";
import type { Vault } from "../project/vault.ts";
import { isCode, writeFileAtomically } from "./atomic-file.ts";
import { readState, type SealedTexts, type StateFile, stateFileSchema, writeState } from "./format.ts";
import { hasSecret } from "../values/value.ts";
import { EMPTY_STATE, type State } from "./state.ts";

export function statePath(ref: StackRef): string {
  return join(ref.projectDir, ".tidegate", "state", `${ref.stack}.json`);
}

/** Where the state of one stack is kept. One process writes it, under the stack's lock. */
export class StateStore {
  readonly path: string;
  readonly #ref: StackRef;
  readonly #vault: Vault;
  readonly #assertHeld: () => void;
  #salt: string | null = null;
  #cipher: Cipher | undefined;
  #known: SealedTexts = new WeakMap();
  #queued: { state: () => State; done: Promise<void> } | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #saves = 0;
  #written = "";

  /** `assertHeld` is asked right before every write whether the lock is still this run's. */
  constructor(ref: StackRef, vault: Vault, assertHeld: () => void) {
    this.path = statePath(ref);
    this.#ref = ref;
    this.#vault = vault;
    this.#assertHeld = assertHeld;
  }

  /** The state; the one before it, with a warning, when the file is damaged; an empty one when there is none. */
  async load(warn: (message: string) => void): Promise<State> {
    const file = this.#readFile(warn);
    if (file === undefined) return EMPTY_STATE;
    this.#salt = file.salt;
    const cipher = file.salt === null ? undefined : await this.#vault.open(file.salt, this.path);
    const known: SealedTexts = new WeakMap();
    const state = readState(file, cipher, known, this.path);
    const sealing = cipher === undefined ? undefined : await this.#vault.seal(file.salt, this.path);
    this.#cipher = sealing;
    if (sealing === cipher) this.#known = known; // else everything is sealed anew with the stack file's salt
    return state;
  }

  /** The state as it lies on disk, secrets still sealed; undefined when there is none. */
  peek(): StateFile | undefined {
    return this.#readFile(() => undefined);
  }

  /** What new secrets of this stack are sealed with, in its file as in its state, without reading either. */
  async sealer(): Promise<Cipher> {
    return await this.#vault.seal(this.peek()?.salt ?? null, this.path);
  }

  /** The state's text with every secret sealed by `cipher`; undefined where there is no state. Writes nothing. */
  async reseal(cipher: Cipher): Promise<string | undefined> {
    if (this.peek() === undefined) return undefined;
    return this.#render(await this.load(() => undefined), cipher, new WeakMap());
  }

  /** To be awaited before an effect whose outcome holds secrets: throws when they could not be sealed. */
  async prepareToSeal(): Promise<void> {
    this.#cipher ??= await this.#vault.seal(this.#salt, this.path);
  }

  /**
   * Writes what `state` returns at the moment of writing. Saves asked for while one is being written share the next.
   * Throws an InputError when the disk refuses; the file then holds what it held before.
   */
  save(state: () => State): Promise<void> {
    if (this.#queued !== undefined) return this.#queued.done;
    const done = this.#writing.then(async () => {
      this.#queued = undefined;
      await this.#write(state());
    });
    this.#queued = { state, done };
    this.#writing = done.catch(() => undefined); // its caller has the error; the next save must still run
    return done;
  }

  async #write(state: State): Promise<void> {
    if (hasSecrets(state)) await this.prepareToSeal();
    const text = this.#render(state, this.#cipher, this.#known);
    if (text === this.#written) return;
    this.#assertHeld();
    this.#saves += 1;
    failPoint("engine:before-save");
    failPoint(`engine:before-save:${this.#saves}`);
    await writeFileAtomically(this.path, text, { backup: true, mode: 0o600 });
    this.#written = text;
    failPoint("engine:after-save");
    failPoint(`engine:after-save:${this.#saves}`);
  }

  #render(state: State, cipher: Cipher | undefined, known: SealedTexts): string {
    const file: StateFile = {
      format: 1,
      project: this.#ref.project,
      stack: this.#ref.stack,
      salt: hasSecrets(state) ? (cipher?.salt ?? null) : null,
      ...writeState(state, cipher, known),
    };
    return `${JSON.stringify(file, null, 1)}\n`;
  }

  #readFile(warn: (message: string) => void): StateFile | undefined {
    const backup = `${this.path}.bak`;
    const state = this.#parse(this.path);
    if (state !== "damaged" && state !== undefined) return state;
    const before = this.#parse(backup);
    if (state === undefined && before === undefined) return undefined;
    if (before === "damaged" || before === undefined) {
      throw new InputError(
        `${this.path}: is damaged, and so is its backup. Restore one of them from a copy; ` +
          "with the file removed, this engine no longer knows what it made.",
      );
    }
    warn(
      `${this.path}: is ${state === undefined ? "missing" : "damaged"}, going on with ${backup}, the version before it. ` +
        "Run `tidegate refresh` if the next plan looks odd.",
    );
    return before;
  }

  #parse(path: string): StateFile | "damaged" | undefined {
    let text;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw explainSystemError(error, path) ?? error;
    }
    let file;
    try {
      file = stateFileSchema.parse(JSON.parse(text));
    } catch {
      return "damaged";
    }
    if (file.project !== this.#ref.project || file.stack !== this.#ref.stack) {
      throw new InputError(
        `${path}: is the state of ${file.project}/${file.stack}, not of ${this.#ref.project}/${this.#ref.stack}. Move it away.`,
      );
    }
    return file;
  }
}

function hasSecrets({ resources, pending }: State): boolean {
  const all = [...resources, ...pending.map(({ resource }) => resource)];
  return all.some(({ inputs, outputs }) => hasSecret(inputs) || hasSecret(outputs));
}
