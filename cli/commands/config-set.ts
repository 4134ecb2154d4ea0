import { text } from "node:stream/consumers";
import { z } from "zod";
import { readValue, withValue, writeEdit } from "../../engine/config/edit-config.ts";
import { InputError } from "../../model/errors.ts";
import { secretPlace } from "../../model/secret-place.ts";
import { assertIsPath } from "../config/assert-is-path.ts";
import { assertKnownKey, checkEdit } from "../config/check-edit.ts";
import { valueOf, type ValueType } from "../config/value-of.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
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
  /** What the value is; by its place where nothing is said. */
  type?: ValueType;
}

export const configSetResult = defineResult("config set", {
  stack: z.string(),
  key: z.string(),
  secret: z.boolean().describe("Whether it was encrypted."),
  missing: z.array(z.string()).describe("What the file still lacks before an `up` takes it, a sentence each."),
});

/**
 * Writes one value into the stack's file, encrypted with `--secret`; every other byte of the file stays. The whole file is
 * judged before: what `up` would refuse is refused here, unless something is only missing yet.
 */
export async function configSet(options: ConfigSetOptions): Promise<void> {
  const { key, secret } = options;
  assertIsPath("config set", options);
  assertPlace(key, options);
  const { engine, ref } = await openSession(options, "nothing");
  assertKnownKey("config set", key, serviceNames(readValue(ref, "tidegate:services")));
  const given = options.value ?? (await readGiven(key, secret));
  await engine.settleConfig();
  const edit = withValue(ref, key, secret ? { secure: "v1:" } : valueOf(key, given, options.type));
  const missing = checkEdit("config set", key, edit);
  if (secret) await engine.setSecret(key, given);
  else await writeEdit(edit);

  if (options.json) {
    configSetResult.print({ stack: ref.stack, key, secret, missing });
    return;
  }
  process.stdout.write(`${key} is set in Pulumi.${ref.stack}.yaml${secret ? ", encrypted" : ""}.\n`);
  for (const problem of missing) process.stderr.write(`note: ${problem}\n`);
}

function serviceNames(services: unknown): string[] {
  return typeof services === "object" && services !== null ? Object.keys(services) : [];
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

async function readGiven(key: string, secret: boolean): Promise<string> {
  if (isInteractive()) {
    if (secret) return await askSecret(`${key}: `);
    throw new InputError(`config set: ${key} has no value. Give it after the key, or pipe it in.`);
  }
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}
