import type * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "./config.ts";
import type { MadeStack } from "./made-stack.ts";

const made = await createStack();

/** What everything of this environment is labelled with on its host, and tagged with on AWS. */
export const environment: pulumi.Output<string> = made.environment;

/** Of each service: the color that serves, where to reach it, and the versions of both colors. */
export const services = Object.fromEntries(
  Object.entries(made.services)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { activeColor, url, previewUrl, versions }]) => [name, { activeColor, url, previewUrl, versions }]),
);

/** Each platform is loaded only when it is asked for: nobody needs the packages of the other one. */
async function createStack(): Promise<MadeStack> {
  const config = loadConfig();
  const { platform, aws } = config;
  if (platform === "docker") return (await import("./docker-stack.ts")).createDockerStack(config);
  if (aws === undefined) throw new Error("a stack on AWS says where, or is refused");
  const { loadProgram } = await import("../platforms/aws/load-program.ts");
  return (await loadProgram()).createAwsStack({ ...config, aws });
}
