import { text } from "node:stream/consumers";
import { InputError } from "../../model/errors.ts";
import { secretPlace } from "../../model/secret-place.ts";
import type { StackOptions } from "../options.ts";
import { askSecret } from "../run/ask-secret.ts";
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
  assertPlace(key, options);
  const value = options.value ?? (await readValue(key, secret));
  const { engine, ref } = await openSession(options, "nothing");
  await engine.configSet(key, value, { secret });
  if (options.json)
    process.stdout.write(`${JSON.stringify({ type: "result", ok: true, stack: ref.stack, key, secret })}\n`);
  else process.stdout.write(`${key} is set in Pulumi.${ref.stack}.yaml${secret ? ", encrypted" : ""}.\n`);
}

/** A secret in plain text, and one that would end up in clear in the state, are refused before anything is written. */
function assertPlace(key: string, { secret }: ConfigSetOptions): void {
  const place = secretPlace(key);
  if (place === "secret" && !secret) {
    throw new InputError(
      `config set: ${key} is a secret, and would stand in the file in plain text. Add \`--secret\` and leave the value out: ` +
        "it is asked for, or read from stdin.",
    );
  }
  if (place === "plain" && secret) {
    throw new InputError(
      `config set: ${key} may hold no secret: it would end up in the state and in labels, in clear. Set it below ` +
        "`tidegate:secrets.SERVICE` and name it in the release's `secrets`.",
    );
  }
}

async function readValue(key: string, secret: boolean): Promise<string> {
  if (isInteractive()) {
    if (secret) return await askSecret(`${key}: `);
    throw new InputError(`config set: ${key} has no value. Give it after the key, or pipe it in.`);
  }
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}
