import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { ownNodeFirst } from "../../../own-node.ts";
import type { OperationContext, PackageContext, PlainObject, ResourceProvider } from "../../provider.ts";
import { providerFailPoint } from "../fail-points.ts";
import { text, textMap, texts } from "../schema/access.ts";
import { checkInputs } from "../schema/check.ts";
import { diffInputs } from "../schema/diff.ts";
import { any, boolean, list, map, string, type Property, type ResourceTable } from "../schema/property.ts";
import { runCommand, type CommandResult } from "./run.ts";

const TYPE = "command:local:Command";

const rerun = (kind: Property["kind"], note?: string): Property => ({
  kind,
  change: "in place",
  read: "no",
  exact: true,
  ...(note === undefined ? {} : { note }),
});

export const localCommandTable: ResourceTable = {
  type: TYPE,
  deleteBeforeReplace: false,
  properties: {
    create: rerun(string(), "every change but `triggers` runs `update`, or `create` where there is none"),
    update: rerun(string()),
    delete: rerun(string()),
    environment: rerun(map),
    stdin: rerun(string()),
    dir: rerun(string(), "relative to the folder of the program"),
    interpreter: rerun(list(), '`["/bin/sh", "-c"]` when left out'),
    logging: rerun(string("stdout", "stderr", "stdoutAndStderr", "none")),
    addPreviousOutputInEnv: rerun(boolean, "true when left out"),
    triggers: {
      kind: any,
      change: "replaces",
      within: "in place",
      read: "no",
      exact: true,
      note: "the SDK asks for a replacement whenever an element changes",
    },
  },
};

/** A command of this machine as a resource: its outputs are what it printed. */
export function localCommand({ programDir }: PackageContext): ResourceProvider {
  const { properties } = localCommandTable;
  return {
    type: TYPE,
    secretOutputs: [],
    volatileOutputs: ["stdout", "stderr"],
    check: (inputs) => checkInputs(TYPE, properties, inputs),
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace: false }),
    async create(inputs, context) {
      const result = await run(text(inputs, "create"), inputs, {}, programDir, context);
      return { id: `command${randomBytes(4).toString("hex")}`, outputs: { ...inputs, ...result } };
    },
    async update(existing, news, context) {
      const command = text(news, "update") ?? text(news, "create");
      return { ...news, ...(await run(command, news, existing.outputs, programDir, context)) };
    },
    async delete(existing, context) {
      await run(text(existing.outputs, "delete"), existing.outputs, existing.outputs, programDir, context);
    },
    read: (existing) => Promise.resolve({ inputs: existing.inputs, outputs: existing.outputs }),
  };
}

async function run(
  command: string | undefined,
  inputs: PlainObject,
  previous: PlainObject,
  programDir: string,
  context: OperationContext,
): Promise<CommandResult> {
  const last = { stdout: text(previous, "stdout") ?? "", stderr: text(previous, "stderr") ?? "" };
  if (command === undefined) return last;
  const interpreter = texts(inputs, "interpreter");
  const logging = text(inputs, "logging") ?? "stdoutAndStderr";
  const stdin = text(inputs, "stdin");
  const result = await runCommand({
    command,
    interpreter: interpreter.length > 0 ? interpreter : ["/bin/sh", "-c"],
    dir: resolve(programDir, text(inputs, "dir") ?? "."),
    env: { ...ownEnvironment(), ...textMap(inputs, "environment"), ...previousOutputs(inputs, last) },
    ...(stdin === undefined ? {} : { stdin }),
    signal: context.signal,
    onLine(stream, line) {
      if (logging === stream || logging === "stdoutAndStderr") context.log("info", line, { ephemeral: true });
    },
  });
  providerFailPoint("command:after-run");
  return result;
}

/** Everything this process has, with its own Node.js first, but the passphrase, which is the engine's own business. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { PULUMI_CONFIG_PASSPHRASE: _passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...rest } = process.env;
  return { ...rest, PATH: ownNodeFirst(rest["PATH"]) };
}

function previousOutputs(inputs: PlainObject, last: CommandResult): Record<string, string> {
  if (inputs["addPreviousOutputInEnv"] === false) return {};
  return {
    ...(last.stdout === "" ? {} : { PULUMI_COMMAND_STDOUT: last.stdout }),
    ...(last.stderr === "" ? {} : { PULUMI_COMMAND_STDERR: last.stderr }),
  };
}
