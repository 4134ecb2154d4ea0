import { z } from "zod";
import { colorSchema } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { tryParse } from "../../model/problems.ts";
import { parseMoment } from "../ledger/parse-moment.ts";
import type { LogRequest } from "../logs/log-request.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";

export type LogOptions = Omit<LogRequest, "service" | "json">;

/** A number of the command line; anything else stays the text it is, for the message. */
const number = (schema: z.ZodType<number>) =>
  z.preprocess((text) => (typeof text === "string" && /^\d+$/.test(text) ? Number(text) : text), schema);

const optionsSchema = z.object({
  color: colorSchema.optional(),
  replica: number(z.int().min(0).max(99)).optional(),
  follow: z.boolean(),
  tail: number(z.int().min(0).max(100_000)),
  since: z.string().optional(),
  edge: z.boolean(),
  agent: z.boolean(),
});

export function parseLogOptions(options: unknown): LogOptions {
  const known = typeof options === "object" && options !== null ? Object.entries(options) : [];
  const own = Object.fromEntries(known.filter(([key]) => Object.hasOwn(optionsSchema.shape, key)));
  const result = tryParse(optionsSchema, own);
  if ("problems" in result) throw new InputError(result.problems.map((problem) => `--${problem}`).join("\n"));
  const { color, replica, since, edge, agent, ...rest } = result.data;
  const of = edge ? "edge" : agent ? "agent" : undefined;
  return {
    ...rest,
    ...(of === undefined ? {} : { of }),
    ...(color === undefined ? {} : { color }),
    ...(replica === undefined ? {} : { replica }),
    ...(since === undefined ? {} : { since: parseMoment("--since", since, Date.now()) }),
  };
}

/** Prints what the replicas write, each line after the name of its container; with `--edge` the access log, with `--agent` the agent's. */
export async function logs(options: StackOptions & LogRequest): Promise<void> {
  const platform = await openPlatform(findStack(options.cwd, options.stack));
  await platform.showLogs(options);
}
