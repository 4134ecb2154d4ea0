import { Option, type Command } from "commander";
import { z } from "zod";
import type { EdgeImageOptions } from "./edge-image/engine-address.ts";

// What commander hands over: it knows no types of its own.
const optionsSchema = z.object({
  cwd: z.string(),
  stack: z.string().optional(),
  host: z.string().optional(),
  json: z.boolean(),
});

/** The commands for the image of the edge, which a registry or a host must have before a stack's first `up`. */
export function addEdgeCommands(program: Command): void {
  const edge = program
    .command("edge")
    .description("get the edge's image to where a stack needs it")
    .addHelpText(
      "after",
      "\nExamples:\n  $ tidegate edge build -s prod\n  $ tidegate edge push registry.example.com/team/tidegate-edge",
    );

  withEngineAddress(edge.command("build"))
    .description("build it on the host of a stack, which needs no registry then")
    .addHelpText(
      "after",
      "\nExamples:\n  $ tidegate edge build -s prod\n  $ tidegate edge build --host ssh://deploy@prod-1",
    )
    .action(async (options: unknown) => {
      const { edgeBuild } = await import("./commands/edge-build.ts");
      await edgeBuild(edgeImageOptions(options));
    });

  withEngineAddress(edge.command("push"))
    .description("build it and push it to a registry; prints the reference by digest")
    .argument(
      "<repository>",
      "where to: registry.example.com/team/tidegate-edge; the tag is the edge's version by default",
    )
    .addHelpText(
      "after",
      "\nThe image is for the platform of the engine that builds it: name another one with --host.\n" +
        "Sign in with `docker login` first.\n\nExamples:\n" +
        "  $ tidegate edge push registry.example.com/team/tidegate-edge\n" +
        '  $ tidegate config set --path tidegate:edge.image "$(tidegate edge push REPOSITORY)" -s prod',
    )
    .action(async (repository: string, options: unknown) => {
      const { edgePush } = await import("./commands/edge-push.ts");
      await edgePush(repository, edgeImageOptions(options));
    });
}

function withEngineAddress(command: Command): Command {
  return command
    .addOption(new Option("-s, --stack <stack>", "build on the host of this stack"))
    .option("--host <address>", "build on this engine: unix://…, ssh://…, tcp://… (default: the local one)")
    .option("-C, --cwd <dir>", "folder of the project, or one inside it", ".")
    .option("--json", "print the result as JSON", false);
}

function edgeImageOptions(options: unknown): EdgeImageOptions {
  const { cwd, stack, host, json } = optionsSchema.parse(options);
  return {
    cwd,
    json,
    ...(stack === undefined ? {} : { stack }),
    ...(host === undefined ? {} : { host }),
  };
}
