import * as pulumi from "@pulumi/pulumi";
import { createGatesCommand, type GatedRelease } from "../../../components/gates-command.ts";
import { givenSnapshot } from "../../../components/given-snapshot.ts";
import { clusterName } from "../../../model/aws/names.ts";
import { controlCommand, stackVariables } from "./control-command.ts";
import type { ForecastArgs } from "../gates/forecast.ts";
import type { AwsEnvironment } from "./environment.ts";

export interface AwsGatesArgs extends GatedRelease {
  environment: AwsEnvironment;
}

/** The gates before a release on AWS, as one resource: it fails closed, and the color's tasks and the cutover depend on it. */
export class AwsGates extends pulumi.ComponentResource {
  /** What the gates said, as JSON: see model/gate-result.ts. The cutover demands it. */
  readonly pass: pulumi.Output<string>;

  constructor(name: string, { environment, ...asked }: AwsGatesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:aws:Gates", name, {}, opts);
    const { id, tier } = environment;
    const { architecture, observed } = environment.args;
    const { stdout } = createGatesCommand(
      name,
      {
        ...{ ...asked, tier, observedAt: observed.observedAt, after: [] },
        command: controlCommand("gates"),
        where: { ...stackVariables(environment), TIDEGATE_ARCHITECTURE: architecture },
        forecast: async () => {
          const { forecastAccountGates } = await import("../gates/forecast.ts"); // an `up` needs none of it
          const projectDir = pulumi.getRootDirectory();
          return await forecastAccountGates(asked, { id, tier, projectDir, account: accountOf(environment) });
        },
      },
      this,
    );
    this.pass = stdout;
    this.registerOutputs({});
  }
}

function accountOf({ id, args }: AwsEnvironment): ForecastArgs["account"] {
  const { region, bucket, architecture, cluster = clusterName(id) } = args;
  if (typeof cluster !== "string" || givenSnapshot(id) !== undefined) return null;
  return { region, bucket, architecture, cluster };
}
