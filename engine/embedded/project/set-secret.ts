import { withValue, writeEdit } from "../../config/edit-config.ts";
import type { StackRef } from "../../engine.ts";
import { setInYaml } from "../../../model/edit-yaml.ts";
import { StateStore } from "../state/store.ts";
import { StackFile } from "./stack-file.ts";
import { Vault } from "./vault.ts";

/** Encrypts a text into the stack's file, with the passphrase that opens what is sealed already. Every other byte stays. */
export async function setSecret(ref: StackRef, key: string, text: string): Promise<void> {
  const file = StackFile.load(ref);
  const cipher = await new StateStore(ref, new Vault(file), () => undefined).sealer();
  const edit = withValue(ref, key, { secure: cipher.encrypt(text) });
  const after = file.salt === undefined ? setInYaml(edit.after, ["encryptionsalt"], cipher.salt) : edit.after;
  await writeEdit({ ...edit, after });
}
