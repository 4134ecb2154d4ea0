import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { isScalar, visit } from "yaml";
import { z } from "zod";
import { failPoint } from "../../../model/fail-point.ts";
import type { StackRef } from "../../engine.ts";
import { Cipher } from "../../passphrase/cipher.ts";
import { writeFileAtomically } from "../state/atomic-file.ts";
import { acquireLock, type Lock } from "../state/lock.ts";
import { statePath, StateStore } from "../state/store.ts";
import { StackFile } from "./stack-file.ts";
import { Vault } from "./vault.ts";

const journalSchema = z.strictObject({ stackFile: z.string(), state: z.string().nullable() });

/** Both files as they are to be, sealed with the new passphrase: written first, so that a crash leaves one that opens both. */
type Journal = z.infer<typeof journalSchema>;

/**
 * Seals everything of a stack anew, in its file and in its state, with another passphrase. Killed before it is through, it
 * has changed nothing, or the next command completes it. Throws when the old passphrase does not open all of it, with
 * nothing changed.
 */
export async function changePassphrase(ref: StackRef, passphrase: string): Promise<void> {
  await underLock(ref, async (lock) => {
    await complete(ref);
    const file = StackFile.load(ref);
    const vault = new Vault(file);
    const store = new StateStore(ref, vault, () => lock.assertHeld());
    const cipher = await Cipher.create(passphrase);
    const [stackFile, state] = await Promise.all([resealFile(file, vault, cipher), store.reseal(cipher)]);
    const journal: Journal = { stackFile, state: state ?? null };
    lock.assertHeld();
    await writeFileAtomically(journalPath(ref), JSON.stringify(journal), { backup: false, mode: 0o600 });
    failPoint("passphrase:after-journal");
    await complete(ref);
  });
}

/** Completes a change that was killed; does nothing where there is none. */
export async function completePassphraseChange(ref: StackRef): Promise<void> {
  if (existsSync(journalPath(ref))) await underLock(ref, () => complete(ref));
}

async function complete(ref: StackRef): Promise<void> {
  const path = journalPath(ref);
  if (!existsSync(path)) return; // somebody else was quicker
  const { stackFile, state } = journalSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  if (state !== null) {
    await writeFileAtomically(statePath(ref), state, { backup: false, mode: 0o600 });
    await rm(`${statePath(ref)}.bak`, { force: true }); // the old passphrase still opens it
  }
  failPoint("passphrase:after-state");
  await writeFileAtomically(StackFile.load(ref).path, stackFile, { backup: false, mode: 0o644 });
  failPoint("passphrase:after-file");
  await rm(path);
}

/** The stack file's text with every secret sealed by `cipher`, and nothing else changed. */
async function resealFile(file: StackFile, vault: Vault, cipher: Cipher): Promise<string> {
  const old = await vault.openConfig();
  const edits: { start: number; end: number; text: string }[] = [];
  visit(file.document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== "string" || !value.range) return;
      const [start, end] = value.range;
      if (key.value === "encryptionsalt") edits.push({ start, end, text: cipher.salt });
      else if (key.value === "secure" && old !== undefined) {
        edits.push({ start, end, text: cipher.encrypt(old.decrypt(value.value, file.path)) });
      }
    },
  });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), file.source);
}

async function underLock(ref: StackRef, act: (lock: Lock) => Promise<void>): Promise<void> {
  const lock = await acquireLock(statePath(ref).replace(/json$/, "lock"), `tidegate config passphrase -s ${ref.stack}`);
  try {
    await act(lock);
  } finally {
    await lock.release();
  }
}

function journalPath(ref: StackRef): string {
  return statePath(ref).replace(/json$/, "passphrase.json");
}
