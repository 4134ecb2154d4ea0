import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { onlyHost } from "../model/hosts.ts";
import type { SealedRelease } from "../model/release.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment } from "./environment.ts";
import { demandedGates } from "./gates-command.ts";

export interface CutoverArgs {
  environment: Environment;
  service: string;
  /** The color that shall serve. */
  color: Color;
  /** The release its containers run. */
  release: pulumi.Input<SealedRelease>;
  /** Number of this switch; another than the last one means that traffic is not where it should be. */
  generation: number;
  /** Whether that release has not served there yet. */
  isRelease: boolean;
  /** What the gates before the release said, as JSON; left out where the service declares none. */
  gates?: pulumi.Input<string> | undefined;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * Gate, switch and verify, as one resource: it fails closed, and one that failed runs again with the next `up`. It has no
 * `delete`, because what takes a service away is its part of the edge's config.
 *
 * It is one decision for all hosts of a stack, and cannot be taken for several yet: throws an InputError where there are.
 */
export class Cutover extends pulumi.ComponentResource {
  /** The color that serves once this is done. */
  readonly activeColor: pulumi.Output<Color>;

  constructor(name: string, args: CutoverArgs, opts?: pulumi.ComponentResourceOptions) {
    const host = onlyHost(args.environment.hosts, "a cutover");
    super("tidegate:index:Cutover", name, {}, opts);
    const { observedAt } = args.environment.observed;
    const demanded = demandedGates({ gates: args.gates, isRelease: args.isRelease, observedAt });
    const release = pulumi.output(args.release);
    const switched = new command.local.Command(
      name,
      {
        create: controlCommand("cutover"),
        update: controlCommand("cutover"),
        environment: {
          ...controlEnvironment(args.environment, host),
          TIDEGATE_SERVICE: args.service,
          TIDEGATE_COLOR: args.color,
          TIDEGATE_VERSION: release.apply((sealed) => sealed.release.version),
          TIDEGATE_RELEASE: release.apply((sealed) => sealed.hash),
          TIDEGATE_GENERATION: String(args.generation),
          ...demanded.environment,
        },
        logging: "stderr",
      },
      { parent: this, dependsOn: [...args.after], ignoreChanges: demanded.ignoreChanges },
    );
    this.activeColor = pulumi.output(switched.id).apply(() => args.color);
    this.registerOutputs({ activeColor: this.activeColor });
  }
}
