import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { InputError } from "../../model/errors.ts";

// Pulumi's passphrase format: PBKDF2-SHA256 with 1,000,000 rounds, AES-256-GCM, `v1:<nonce>:<ciphertext and tag>`.
const ROUNDS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Every salt carries this text encrypted, so that a wrong passphrase is noticed at once. */
const PROBE = "pulumi";

const derive = promisify(pbkdf2);

/** The passphrase given is not the one that a salt was made with. */
export class WrongPassphraseError extends InputError {}

/** Encrypts and decrypts with a stack's passphrase. */
export class Cipher {
  /** `v1:<salt>:v1:<nonce>:<ciphertext of "pulumi">`, as it stands in a stack file's `encryptionsalt`. */
  readonly salt: string;
  readonly #key: Buffer;

  private constructor(salt: string, key: Buffer) {
    this.salt = salt;
    this.#key = key;
  }

  /** For a salt that exists. `subject` names the file it stands in. Takes 0.15 s and more, off the main thread. */
  static async open(salt: string, passphrase: string, subject: string): Promise<Cipher> {
    const match = /^v1:([^:]+):(v1:[^:]+:[^:]+)$/.exec(salt);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new InputError(`${subject}: the encryption salt is not one of Pulumi's. Restore the file.`);
    }
    const key = await derive(passphrase, Buffer.from(match[1], "base64"), ROUNDS, KEY_BYTES, "sha256");
    const cipher = new Cipher(salt, key);
    if (cipher.#tryDecrypt(match[2]) !== PROBE) {
      throw new WrongPassphraseError(
        `${subject}: the passphrase is wrong. Set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the one the secrets were made with.`,
      );
    }
    return cipher;
  }

  /** For a stack without secrets so far: a new salt. */
  static async create(passphrase: string): Promise<Cipher> {
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(passphrase, salt, ROUNDS, KEY_BYTES, "sha256");
    const probe = new Cipher("", key).encrypt(PROBE);
    return new Cipher(`v1:${salt.toString("base64")}:${probe}`, key);
  }

  /** `v1:<nonce>:<ciphertext>`, different each time. */
  encrypt(plaintext: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  /** The clear text; `subject` names the file and key in the error for a text this passphrase did not make. */
  decrypt(sealed: string, subject: string): string {
    const plaintext = this.#tryDecrypt(sealed);
    if (plaintext !== undefined) return plaintext;
    throw new InputError(
      `${subject}: the secret cannot be decrypted with this stack's passphrase. Set it again: \`tidegate config set --secret\`.`,
    );
  }

  #tryDecrypt(sealed: string): string | undefined {
    const [version, nonce, text] = sealed.split(":");
    if (version !== "v1" || nonce === undefined || text === undefined) return undefined;
    const bytes = Buffer.from(text, "base64");
    if (bytes.length < TAG_BYTES) return undefined;
    try {
      const cipher = createDecipheriv("aes-256-gcm", this.#key, Buffer.from(nonce, "base64"));
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([cipher.update(bytes.subarray(0, -TAG_BYTES)), cipher.final()]).toString("utf8");
    } catch {
      return undefined; // GCM says nothing but "not authentic"
    }
  }
}
