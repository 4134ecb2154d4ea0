import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { ProblemsError } from "../model/errors.ts";
import { parseStackConfig, type StackConfig } from "../model/parse-stack-config.ts";

const NAMESPACE = "tidegate";
/** Keys that may hold secrets; their values never leave the program but as Pulumi secrets. */
const SECRET_KEYS: readonly string[] = ["secrets", "certificates", "registries"];

/**
 * The stack's `tidegate:` config: the only place that reads it. Throws a ProblemsError that names every problem at once.
 */
export function loadConfig(): StackConfig {
  const raw = rawConfig();
  assertNoStraySecrets(Object.keys(raw));
  return parseStackConfig(raw, pulumi.getStack());
}

function rawConfig(): Record<string, unknown> {
  const prefix = `${NAMESPACE}:`;
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), decode(text)]),
  );
}

/** Pulumi hands on objects, numbers and booleans as JSON, texts as they are. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // no JSON, so it is a text: the schema says whether one may stand there
  }
}

/** A secret in `services` would end up in the state, in labels and in previews, in clear. */
function assertNoStraySecrets(keys: readonly string[]): void {
  const secret = new Set(secretKeys());
  const problems = keys
    .filter((key) => !SECRET_KEYS.includes(key) && secret.has(`${NAMESPACE}:${key}`))
    .map(
      (key) =>
        `${key}: holds a \`secure\` value, which would be readable wherever this key is used. Move it to ` +
        "`tidegate:secrets`, and name it in the release's `secrets`.",
    );
  if (problems.length > 0) throw new ProblemsError(problems);
}

/** Full names of the keys that hold a secret, as the engine tells the program. */
function secretKeys(): string[] {
  return z.array(z.string()).parse(JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] || "[]"));
}
