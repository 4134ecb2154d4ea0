import { z } from "zod";
import { loadPassphrase, NEW_PASSPHRASE } from "../../engine/passphrase/load-passphrase.ts";
import { InputError } from "../../model/errors.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
import { askSecret } from "../run/ask-secret.ts";
import { isInteractive } from "../run/confirm.ts";
import { openSession } from "../run/session.ts";
import { whenFree } from "../run/when-free.ts";

export const configPassphraseResult = defineResult("config passphrase", { stack: z.string() });

/** Seals all secrets of a stack, in its file and in the state, with another passphrase. */
export async function configPassphrase(options: StackOptions & { waitUntilMs: number }): Promise<void> {
  const { engine, ref } = await openSession(options, "nothing");
  const passphrase = await newPassphrase();
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  await whenFree({ waitUntilMs: options.waitUntilMs, tell }, () => engine.changePassphrase(passphrase));
  if (options.json) {
    configPassphraseResult.print({ stack: ref.stack });
    return;
  }
  process.stdout.write(
    `Every secret of ${ref.stack} is sealed with the new passphrase. Set PULUMI_CONFIG_PASSPHRASE to it, wherever it is kept. ` +
      "The old one still opens older versions of the stack's file: whoever must not know the secrets any more has known them.\n",
  );
}

async function newPassphrase(): Promise<string> {
  const isGiven = [NEW_PASSPHRASE.text, NEW_PASSPHRASE.file].some((name) => process.env[name] !== undefined);
  if (isGiven || !isInteractive()) return loadPassphrase("a new passphrase is to be set", NEW_PASSPHRASE);
  const passphrase = await askSecret("New passphrase: ");
  if (passphrase === "")
    throw new InputError("config passphrase: an empty passphrase opens for anybody. Nothing was changed.");
  if (passphrase === (await askSecret("Once more: "))) return passphrase;
  throw new InputError("config passphrase: the two are not the same. Nothing was changed.");
}
