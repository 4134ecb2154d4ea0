import { Option, type Command } from "commander";
import { z } from "zod";
import type { OwnImageOptions } from "./own-image/engine-address.ts";
import type { OwnImage } from "./own-image/own-images.ts";

// What commander hands over: it knows no types of its own.
const optionsSchema = z.object({
  cwd: z.string(),
  stack: z.string().optional(),
  host: z.string().optional(),
  json: z.boolean(),
});

/** The commands for the images of ours, which a registry or a host must have before a stack's first `up` with them. */
export function addImageCommands(program: Command): void {
  addCommandsOf(program, "edge");
  addCommandsOf(program, "agent");
}

function addCommandsOf(program: Command, name: OwnImage["name"]): void {
  const command = program
    .command(name)
    .description(`get the ${name}'s image to where a stack needs it`)
    .addHelpText(
      "after",
      `\nExamples:\n  $ tidegate ${name} build -s prod\n  $ tidegate ${name} push registry.example.com/team/tidegate-${name}`,
    );

  withEngineAddress(command.command("build"))
    .description("build it on the host of a stack, which needs no registry then")
    .addHelpText(
      "after",
      `\nExamples:\n  $ tidegate ${name} build -s prod\n  $ tidegate ${name} build --host ssh://deploy@prod-1`,
    )
    .action(async (options: unknown) => {
      const { imageBuild } = await import("./commands/image-build.ts");
      await imageBuild(name, ownImageOptions(options));
    });

  withEngineAddress(command.command("push"))
    .description("build it and push it to a registry; prints the reference by digest")
    .argument(
      "<repository>",
      `where to: registry.example.com/team/tidegate-${name}; the tag is the ${name}'s version by default`,
    )
    .addHelpText(
      "after",
      "\nThe image is for the platform of the engine that builds it: name another one with --host.\n" +
        "Sign in with `docker login` first.\n\nExamples:\n" +
        `  $ tidegate ${name} push registry.example.com/team/tidegate-${name}\n` +
        `  $ tidegate config set --path tidegate:${name}.image "$(tidegate ${name} push REPOSITORY)" -s prod`,
    )
    .action(async (repository: string, options: unknown) => {
      const { imagePush } = await import("./commands/image-push.ts");
      await imagePush(name, repository, ownImageOptions(options));
    });
}

function withEngineAddress(command: Command): Command {
  return command
    .addOption(new Option("-s, --stack <stack>", "build on the host of this stack"))
    .option("--host <address>", "build on this engine: unix://…, ssh://…, tcp://… (default: the local one)")
    .option("-C, --cwd <dir>", "folder of the project, or one inside it", ".")
    .option("--json", "print the result as JSON", false);
}

function ownImageOptions(options: unknown): OwnImageOptions {
  const { cwd, stack, host, json } = optionsSchema.parse(options);
  return {
    cwd,
    json,
    ...(stack === undefined ? {} : { stack }),
    ...(host === undefined ? {} : { host }),
  };
}
