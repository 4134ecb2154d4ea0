import { z } from "zod";
import { connectDocker } from "../../docker/connect.ts";
import { colorSchema, type Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { tryParse } from "../../model/problems.ts";
import { findLogSources } from "../logs/find-sources.ts";
import { streamLogs } from "../logs/stream-logs.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";

export interface LogOptions {
  color?: Color;
  /** Index of a replica. */
  replica?: number;
  follow: boolean;
  /** Lines of each container to begin with. */
  tail: number;
  /** The log of one of these instead of the replicas'. */
  of?: "edge" | "agent";
}

/** A number of the command line; anything else stays the text it is, for the message. */
const number = (schema: z.ZodType<number>) =>
  z.preprocess((text) => (typeof text === "string" && /^\d+$/.test(text) ? Number(text) : text), schema);

const optionsSchema = z.object({
  color: colorSchema.optional(),
  replica: number(z.int().min(0).max(99)).optional(),
  follow: z.boolean(),
  tail: number(z.int().min(0).max(100_000)),
  edge: z.boolean(),
  agent: z.boolean(),
});

export function parseLogOptions(options: unknown): LogOptions {
  const known = typeof options === "object" && options !== null ? Object.entries(options) : [];
  const own = Object.fromEntries(known.filter(([key]) => Object.hasOwn(optionsSchema.shape, key)));
  const result = tryParse(optionsSchema, own);
  if ("problems" in result) throw new InputError(result.problems.map((problem) => `--${problem}`).join("\n"));
  const { color, replica, edge, agent, ...rest } = result.data;
  const of = edge ? "edge" : agent ? "agent" : undefined;
  return {
    ...rest,
    ...(of === undefined ? {} : { of }),
    ...(color === undefined ? {} : { color }),
    ...(replica === undefined ? {} : { replica }),
  };
}

/** Prints what the replicas write, each line after the name of its container; with `--edge` the access log, with `--agent` the agent's. */
export async function logs(options: StackOptions & LogOptions & { service?: string }): Promise<void> {
  const ref = findStack(options.cwd, options.stack);
  const docker = connectDocker(onlyHost(readHosts(ref), "showing logs").address);
  const sources = await findLogSources(docker, { project: ref.project, stack: ref.stack }, options);
  await streamLogs(docker, sources, options);
}
