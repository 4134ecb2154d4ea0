import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { demandedGates } from "../../../components/gates-command.ts";
import type { Canary } from "../../../model/canary.ts";
import type { Color } from "../../../model/color.ts";
import { canonicalJson } from "../../../model/release.ts";
import type { Guard } from "../../../model/guard.ts";
import type { Route } from "../../../model/route.ts";
import type { Gate } from "../../../model/service.ts";
import { controlCommand, trafficVariables } from "./control-command.ts";
import type { AwsEnvironment } from "./environment.ts";
import type { AwsPool } from "./pool.ts";

export interface AwsCutoverArgs {
  environment: AwsEnvironment;
  service: string;
  /** The color that shall serve, and its tasks. */
  color: Color;
  pool: AwsPool;
  gate: Gate;
  /** How a release gets its traffic step by step; all at once when left out. */
  canary: Canary | undefined;
  route: Route;
  /** What is watched of a release that gets traffic; nothing when left out. */
  guard: Guard | undefined;
  /** Number of this switch; another than the last one means that traffic is not where it should be. */
  generation: number;
  /** What the gates before the release said, as JSON; left out where the service declares none. */
  gates: pulumi.Input<string> | undefined;
  /** What sends smoke requests where the control cannot, as JSON; left out where nothing does. */
  smokeTask: pulumi.Input<string> | undefined;
  /** Whether that release has not served there yet. */
  isRelease: boolean;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * Gate, switch and verify, as one resource between the tasks and the rules: it fails closed, and then no rule is touched. It moves traffic by
 * the rules that there are; those of a first release are made after it. Taken away, it forgets the service.
 */
export class AwsCutover extends pulumi.ComponentResource {
  constructor(name: string, args: AwsCutoverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:aws:Cutover", name, {}, opts);
    const { environment, service, color, pool, gate, canary, guard, route, generation, after } = args;
    const { observed } = environment.args;
    const demanded = demandedGates({ gates: args.gates, isRelease: args.isRelease, observedAt: observed.observedAt });
    const { release, definition } = pool;
    new command.local.Command(
      name,
      {
        create: controlCommand("cutover"),
        update: controlCommand("cutover"),
        delete: controlCommand("forget"),
        environment: {
          ...trafficVariables(environment),
          TIDEGATE_SERVICE: service,
          TIDEGATE_COLOR: color,
          TIDEGATE_VERSION: release.apply((sealed) => sealed.release.version),
          TIDEGATE_GENERATION: String(generation),
          TIDEGATE_SEALED: release.apply(canonicalJson),
          TIDEGATE_DEFINITION: definition,
          TIDEGATE_GATE: canonicalJson(gate),
          TIDEGATE_ROUTE: canonicalJson(route),
          ...(canary === undefined ? {} : { TIDEGATE_CANARY: canonicalJson(canary) }),
          ...(guard === undefined ? {} : { TIDEGATE_GUARD: canonicalJson(guard) }),
          ...(args.smokeTask === undefined ? {} : { TIDEGATE_SMOKETASK: args.smokeTask }),
          ...demanded.environment,
        },
        logging: "stderr",
      },
      { parent: this, dependsOn: [...after], ignoreChanges: demanded.ignoreChanges },
    );
    this.registerOutputs({});
  }
}
