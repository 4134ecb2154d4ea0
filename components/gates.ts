import * as pulumi from "@pulumi/pulumi";
import { onlyHost } from "../model/hosts.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { createGatesCommand, type GatedRelease } from "./gates-command.ts";

export interface GatesArgs extends GatedRelease {
  environment: Environment;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * The gates before a release, as one resource: it fails closed, and what must not begin before depends on it.
 *
 * In a preview each gate says what it would say now. It is one decision for all hosts of a stack, and cannot be taken for several
 * yet: throws an InputError where there are.
 */
export class Gates extends pulumi.ComponentResource {
  /** What the gates said, as JSON: see model/gate-result.ts. The cutover demands it. */
  readonly pass: pulumi.Output<string>;

  constructor(name: string, args: GatesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, ...asked } = args;
    const host = onlyHost(environment.hosts, "a release that gates stand before");
    super("tidegate:index:Gates", name, {}, opts);
    const { tier, observed } = environment;
    const { stdout } = createGatesCommand(
      name,
      {
        ...{ ...asked, command: controlCommand("gates"), where: controlEnvironment(environment, host) },
        ...{ tier, observedAt: observed.observedAt, forecast: () => forecast(args, host) },
      },
      this,
    );
    this.pass = stdout;
    this.registerOutputs({});
  }
}

async function forecast(args: GatesArgs, host: EnvironmentHost): Promise<string[]> {
  const { gatesContext } = await import("./gates-context.ts"); // an `up` needs none of it
  const { forecastGates } = await import("../delivery/gates/forecast.ts");
  return await forecastGates(args.gates, gatesContext(args.environment, host, args));
}
