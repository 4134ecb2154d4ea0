import { Option, type Command } from "commander";
import { z } from "zod";
import { parseDurationMs } from "../model/duration.ts";
import { InputError } from "../model/errors.ts";
import type { RunCommandOptions, StackOptions } from "./options.ts";

export const ENGINES = ["pulumi", "embedded"] as const;

/** `-s`, `-C` and `--json`, which every command on a stack has. */
export function withStack(command: Command): Command {
  return command
    .addOption(new Option("-s, --stack <stack>", "the environment: dev for Pulumi.dev.yaml").env("PULUMI_STACK"))
    .option("-C, --cwd <dir>", "folder of the project, or one inside it", ".")
    .option("--json", "print the result as JSON", false);
}

export function withEngine(command: Command): Command {
  const option = new Option(
    "--engine <engine>",
    "which engine runs the program; the one that owns the stack by default",
  );
  return command.addOption(option.choices(ENGINES));
}

/** What commands take that run the program. */
export function withRun(command: Command): Command {
  return withEngine(withStack(command)).option("-r, --refresh", "read what really exists into the state first", false);
}

export function withDiff(command: Command): Command {
  return command.option("--diff", "show all values that change, not what they mean", false);
}

/** For commands that hold the stack while they run. */
export function withWait(command: Command): Command {
  return command.option("--wait <time>", "wait that long where another run holds the stack, such as 5m");
}

export function withPolicy(command: Command): Command {
  return command
    .option("--policy-pack <dir>", "folder of the policy pack (default: the project's `policy`, if there is one)")
    .option("--no-policy-pack", "run no policy pack");
}

export const engineNameSchema = z.enum(ENGINES);

// What commander hands over: it knows no types of its own.
const stackSchema = z.object({
  stack: z.string().optional(),
  cwd: z.string(),
  json: z.boolean(),
  engine: engineNameSchema.optional(),
});

const runSchema = z.object({
  yes: z.boolean().default(false),
  refresh: z.boolean().default(false),
  diff: z.boolean().default(false),
  policyPack: z.union([z.string(), z.boolean()]).optional(),
});

export function stackOptions(options: unknown): StackOptions {
  const { stack, engine, ...rest } = stackSchema.parse(options);
  if (stack === undefined || stack === "") {
    throw new InputError("--stack: is missing. Name the environment, for instance `-s dev`.");
  }
  return { ...rest, stack, ...(engine === undefined ? {} : { engine }) };
}

export function runOptions(options: unknown): RunCommandOptions {
  const { policyPack, ...rest } = runSchema.parse(options);
  return {
    ...stackOptions(options),
    ...rest,
    ...waitOption(options),
    ...(policyPack === undefined || policyPack === true ? {} : { policyPack }),
  };
}

const waitSchema = z.object({ wait: z.string().optional() });

/** Until when a command with {@link withWait} waits. Throws an InputError for what is no duration. */
export function waitOption(options: unknown): { waitUntilMs: number } {
  const { wait } = waitSchema.parse(options);
  return { waitUntilMs: wait === undefined ? 0 : performance.now() + parseWait(wait) };
}

function parseWait(text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined) return ms;
  throw new InputError(`--wait: must be a duration, got ${JSON.stringify(text)}. Write it like "30s" or "5m".`);
}
