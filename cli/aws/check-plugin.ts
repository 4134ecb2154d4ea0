import { z } from "zod";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import { runPulumi } from "../../engine/pulumi/run-pulumi.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";

const pluginsSchema = z.array(z.object({ name: z.string(), version: z.string().optional() }));

/** The provider of AWS that the Pulumi CLI has. Throws an InputError where it has none: it would have to fetch one with the first run. */
export async function checkPlugin({ projectDir }: StackRef): Promise<string> {
  const executable = findPulumi();
  if (executable === undefined) return "not needed: another engine knows AWS";
  const { code, stdout, stderr } = await runPulumi({ executable, projectDir, arguments: ["plugin", "ls", "--json"] });
  if (code !== 0) throw new InputError(`\`pulumi plugin ls\` ended with ${code}: ${stderr.trim()}`);
  const versions = pluginsSchema
    .parse(JSON.parse(stdout))
    .flatMap(({ name, version }) => (name === "aws" ? [version ?? "of no version"] : []));
  if (versions.length > 0) return `aws ${versions.join(", ")}`;
  throw new InputError(
    "the Pulumi CLI has no plugin for AWS. Run `pulumi install` in the project's folder, or let the first run fetch it.",
  );
}
