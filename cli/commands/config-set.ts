import { text } from "node:stream/consumers";
import { InputError } from "../../model/errors.ts";
import type { StackOptions } from "../options.ts";
import { isInteractive } from "../run/confirm.ts";
import { openSession } from "../run/session.ts";

export interface ConfigSetOptions extends StackOptions {
  key: string;
  /** Read from stdin when left out, so that a secret need not stand on a command line. */
  value?: string;
  secret: boolean;
  /** `key` is a path: `tidegate:services.shop.activeColor`. */
  path: boolean;
}

/** Writes one value into the stack's file, encrypted with `--secret`; comments there stay. */
export async function configSet(options: ConfigSetOptions): Promise<void> {
  const { key, secret } = options;
  if (!options.path && /[.[]/.test(key)) {
    throw new InputError(`config set: ${JSON.stringify(key)} looks like a path. Add \`--path\`.`);
  }
  const value = options.value ?? (await readValue(key));
  const { engine, ref } = await openSession(options, "nothing");
  await engine.configSet(key, value, { secret });
  if (options.json)
    process.stdout.write(`${JSON.stringify({ type: "result", ok: true, stack: ref.stack, key, secret })}\n`);
  else process.stderr.write(`${key} is set in Pulumi.${ref.stack}.yaml${secret ? ", encrypted" : ""}.\n`);
}

async function readValue(key: string): Promise<string> {
  if (isInteractive()) {
    throw new InputError(`config set: ${key} has no value. Give it after the key, or pipe it in.`);
  }
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}
