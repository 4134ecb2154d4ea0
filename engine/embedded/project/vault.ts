import { InputError } from "../../../model/errors.ts";
import { Cipher, WrongPassphraseError } from "../../passphrase/cipher.ts";
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

  /**
   * Seals new secrets: with the salt of the stack's file, else the state's own, else a new one. Throws when the passphrase
   * does not open all that is sealed already: two of them in one stack would leave none that opens both.
   */
  async seal(stateSalt: string | null, subject: string): Promise<Cipher> {
    const fileSalt = this.#file.salt;
    if (fileSalt !== undefined) {
      const cipher = await this.open(fileSalt, this.#file.path);
      if (stateSalt !== null && stateSalt !== fileSalt) await this.#openBoth(stateSalt, subject);
      return cipher;
    }
    if (stateSalt !== null) return await this.open(stateSalt, subject);
    this.#created ??= Promise.resolve().then(() =>
      Cipher.create(loadPassphrase("the program has secrets, which are kept sealed")),
    );
    return await this.#created;
  }

  async #openBoth(stateSalt: string, subject: string): Promise<void> {
    try {
      await this.open(stateSalt, subject);
    } catch (error) {
      if (!(error instanceof WrongPassphraseError)) throw error;
      throw new InputError(
        `${subject}: is sealed with another passphrase than ${this.#file.path}. Take back the version of that file whose ` +
          "`encryptionsalt` was made with the state's passphrase, and set the secrets since then again.",
        { cause: error },
      );
    }
  }
}
