import { Cipher } from "../../passphrase/cipher.ts";
import { loadPassphrase } from "../../passphrase/load-passphrase.ts";
import type { StackFile } from "./stack-file.ts";

/** The ciphers of one stack; each salt's key is derived once, however often it is asked for. */
export class Vault {
  readonly #file: StackFile;
  readonly #ciphers = new Map<string, Promise<Cipher>>();
  #created: Promise<Cipher> | undefined;

  constructor(file: StackFile) {
    this.#file = file;
  }

  /** Reads what was sealed with `salt`; `subject` names the file it stands in. */
  open(salt: string, subject: string): Promise<Cipher> {
    const known = this.#ciphers.get(salt);
    if (known !== undefined) return known;
    const cipher = Promise.resolve().then(() => Cipher.open(salt, loadPassphrase(`${subject} holds secrets`), subject));
    this.#ciphers.set(salt, cipher);
    return cipher;
  }

  /** Reads the secrets of the stack's file; undefined where there are none. */
  async openConfig(): Promise<Cipher | undefined> {
    if (!this.#file.hasSecrets()) return undefined;
    return await this.open(this.#file.salt ?? "", this.#file.path);
  }

  /** Seals new secrets: with the salt of the stack's file, else the state's own, else a new one. */
  async seal(stateSalt: string | null, subject: string): Promise<Cipher> {
    const salt = this.#file.salt ?? stateSalt;
    if (salt !== null) return await this.open(salt, this.#file.salt === undefined ? subject : this.#file.path);
    this.#created ??= Promise.resolve().then(() =>
      Cipher.create(loadPassphrase("the program has secrets, which are kept sealed")),
    );
    return await this.#created;
  }
}
