import { text as readText } from "node:stream/consumers";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { baseHash } from "../config-hash.ts";
import { haproxy } from "../haproxy/index.ts";
import type { Task } from "../tasks.ts";
import { findEdge } from "../running-edge.ts";
import type { Outcome } from "./verdict-file.ts";

/** Values by name, as they come by stdin: never in the environment, which other processes of the user can read. */
export const valuesSchema = z.record(z.string().regex(/^[A-Za-z0-9][\w.-]*$/), z.string());

/** Puts the base part and the certificates into the running proxy. */
export async function base(task: Task<"base">): Promise<Outcome> {
  const certificates = await readValues();
  const { config: text, counter } = task;
  const hash = baseHash(task.base, text);
  await haproxy.applyBase(await findEdge(task), { text, certificates, applied: { hash, counter } });
  return { message: "the proxy has its base config", result: { hash } };
}

/** Reads `{name: value}` from stdin; nothing at all is an empty one. Never says what it read. */
export async function readValues(): Promise<Record<string, string>> {
  const text = process.stdin.isTTY ? "" : await readText(process.stdin);
  if (text.trim() === "") return {};
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw new InputError("edge control: standard input is not JSON.");
  }
  const parsed = valuesSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new InputError("edge control: standard input must be one JSON object of names and texts.");
}
