import { relative } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { declaredGates, type Gates } from "../model/gates/gates.ts";
import { canonicalJson, type Release } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { Tier } from "../model/tier.ts";
import type { ServicePlan } from "../plan/service-plan.ts";
import { COMMAND_INPUTS } from "./control-command.ts";

/** A release that gates stand before. */
export interface GatedRelease {
  service: string;
  /** What is declared of each gate; at least one of them. */
  gates: Gates;
  /** The color that shall serve, and its release. */
  color: Color;
  release: Release;
  /** How many containers its pool gets. */
  replicas: number;
  /** Number of the switch. */
  generation: number;
  /** Whether that release has not served there yet: only then anybody is asked. */
  isRelease: boolean;
}

/** The release of a service that its gates stand before; null where it declares none. */
export function gatedRelease(service: string, spec: ServiceSpec, plan: ServicePlan): GatedRelease | null {
  const { gates, replicas, activeColor: color } = spec;
  const release = plan.colors[color]?.release;
  if (gates === undefined || declaredGates(gates).length === 0 || release === undefined) return null;
  const { generation, isRelease } = plan;
  return { service, gates, color, release, replicas, generation, isRelease };
}

export interface GatesCommandArgs extends GatedRelease {
  /** Command line that asks them. */
  command: string;
  /** Variables that say where. */
  where: Readonly<Record<string, pulumi.Input<string>>>;
  tier: Tier;
  /** Unix time in seconds of the run's look at what is there. */
  observedAt: number;
  /** What each gate says now, a line each; asked in previews alone. */
  forecast: () => Promise<readonly string[]>;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * The command that asks the gates before a release. It prints what they said, as JSON: see model/gate-result.ts. With each run that is about to make
 * a release it differs from what it was, and so asks again, also after one that failed; in all others it does not.
 */
export function createGatesCommand(
  name: string,
  args: GatesCommandArgs,
  parent: pulumi.Resource,
): command.local.Command {
  const { isRelease, observedAt } = args;
  const isForeseen = isRelease && pulumi.runtime.isDryRun();
  const foreseen = isForeseen ? pulumi.output(foresee(args, parent)) : pulumi.output(undefined);
  return new command.local.Command(
    name,
    {
      create: args.command,
      update: args.command,
      environment: {
        ...args.where,
        TIDEGATE_TIER: args.tier,
        TIDEGATE_FOLDER: relative(process.cwd(), pulumi.getRootDirectory()),
        TIDEGATE_SERVICE: args.service,
        TIDEGATE_COLOR: args.color,
        TIDEGATE_RELEASE: canonicalJson(args.release),
        TIDEGATE_REPLICAS: String(args.replicas),
        TIDEGATE_GENERATION: String(args.generation),
        TIDEGATE_GATES: canonicalJson(args.gates),
        TIDEGATE_MOVES: isRelease ? "yes" : "no",
        // A preview is over only once its forecast is told.
        TIDEGATE_ASKED: foreseen.apply(() => String(observedAt)),
      },
      logging: "stderr",
    },
    { parent, dependsOn: [...args.after], ignoreChanges: isRelease ? [] : COMMAND_INPUTS },
  );
}

/** Tells what each gate says now. */
async function foresee({ forecast }: GatesCommandArgs, resource: pulumi.Resource): Promise<void> {
  for (const line of await forecast()) void pulumi.log.info(line, resource);
}

/** What a cutover is told of the gates. */
export interface DemandedGates {
  /** What they said, as JSON; left out where the service declares none. */
  gates: pulumi.Input<string> | undefined;
  isRelease: boolean;
  /** Unix time in seconds of the run's look at what is there. */
  observedAt: number;
}

/** Variables by which a cutover demands what the gates said, and which of them stay what they were when the last release was made. */
export function demandedGates({ gates, isRelease, observedAt }: DemandedGates): {
  environment: Record<string, pulumi.Input<string>>;
  ignoreChanges: string[];
} {
  if (gates === undefined) return { environment: {}, ignoreChanges: [] };
  return {
    environment: { TIDEGATE_GATES: gates, ...(isRelease ? { TIDEGATE_SINCE: String(observedAt) } : {}) },
    ignoreChanges: isRelease ? [] : ["environment.TIDEGATE_SINCE"],
  };
}
