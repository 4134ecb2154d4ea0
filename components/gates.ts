import { relative } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import type { Gates as GatesSpec } from "../model/gates/gates.ts";
import { onlyHost } from "../model/hosts.ts";
import { canonicalJson, type Release } from "../model/release.ts";
import { COMMAND_INPUTS, controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";

export interface GatesArgs {
  environment: Environment;
  service: string;
  /** What is declared of each gate; at least one of them. */
  gates: GatesSpec;
  /** The color that shall serve, and its release. */
  color: Color;
  release: Release;
  /** How many containers its pool gets. */
  replicas: number;
  /** Number of the switch. */
  generation: number;
  /** Whether that release has not served there yet: only then anybody is asked. */
  isRelease: boolean;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * The gates before a release, as one resource: it fails closed, and what must not begin before depends on it. With each run that is
 * about to make a release it differs from what it was, and so asks again, also after one that failed; in all others it does not.
 *
 * In a preview each gate says what it would say now. It is one decision for all hosts of a stack, and cannot be taken for several
 * yet: throws an InputError where there are.
 */
export class Gates extends pulumi.ComponentResource {
  /** What the gates said, as JSON: see model/gate-result.ts. The cutover demands it. */
  readonly pass: pulumi.Output<string>;

  constructor(name: string, args: GatesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, isRelease } = args;
    const host = onlyHost(environment.hosts, "a release that gates stand before");
    super("tidegate:index:Gates", name, {}, opts);
    const isForeseen = isRelease && pulumi.runtime.isDryRun();
    const foreseen = isForeseen ? pulumi.output(forecast(args, host, this)) : pulumi.output(undefined);
    const asked = new command.local.Command(
      name,
      {
        create: controlCommand("gates"),
        update: controlCommand("gates"),
        environment: {
          ...controlEnvironment(environment, host),
          TIDEGATE_TIER: environment.tier,
          TIDEGATE_FOLDER: relative(process.cwd(), pulumi.getRootDirectory()),
          TIDEGATE_SERVICE: args.service,
          TIDEGATE_COLOR: args.color,
          TIDEGATE_RELEASE: canonicalJson(args.release),
          TIDEGATE_REPLICAS: String(args.replicas),
          TIDEGATE_GENERATION: String(args.generation),
          TIDEGATE_GATES: canonicalJson(args.gates),
          TIDEGATE_MOVES: isRelease ? "yes" : "no",
          // A preview is over only once its forecast is told.
          TIDEGATE_ASKED: foreseen.apply(() => String(environment.observed.observedAt)),
        },
        logging: "stderr",
      },
      { parent: this, dependsOn: [...args.after], ignoreChanges: isRelease ? [] : COMMAND_INPUTS },
    );
    this.pass = asked.stdout;
    this.registerOutputs({});
  }
}

/** Tells what each gate says now. */
async function forecast(args: GatesArgs, host: EnvironmentHost, resource: pulumi.Resource): Promise<void> {
  const { gatesContext } = await import("./gates-context.ts"); // an `up` needs none of it
  const { forecastGates } = await import("../delivery/gates/forecast.ts");
  const context = gatesContext(args.environment, host, args);
  for (const line of await forecastGates(args.gates, context)) void pulumi.log.info(line, resource);
}
