import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { onlyHost } from "../model/hosts.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { CanaryAbort as PlannedAbort } from "../plan/canary-abort.ts";
import type { ServicePlan } from "../plan/service-plan.ts";
import { COMMAND_INPUTS, controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment } from "./environment.ts";

export interface CanaryAbortArgs {
  environment: Environment;
  service: string;
  /** The color that is to serve, and the version that is declared there. */
  color: Color;
  version: string;
  /** Null where no canary has to end. */
  abort: PlannedAbort | null;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * Ends the canary of a service before the containers of its new color are replaced, which wait for it. A resource of its own, which stays
 * what it was where there is nothing to end: so an `up` that follows is empty. One that failed runs again with the next `up`.
 */
export class CanaryAbort extends pulumi.ComponentResource {
  constructor(
    name: string,
    { environment, service, color, version, abort, after }: CanaryAbortArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const host = onlyHost(environment.hosts, "a canary");
    super("tidegate:index:CanaryAbort", name, {}, opts);
    new command.local.Command(
      name,
      {
        create: controlCommand("abort-canary"),
        update: controlCommand("abort-canary"),
        environment: {
          ...controlEnvironment(environment, host),
          TIDEGATE_SERVICE: service,
          TIDEGATE_COLOR: abort?.to ?? color,
          TIDEGATE_VERSION: version,
          TIDEGATE_ABORTED: String(abort?.generation ?? 0),
          TIDEGATE_ASKED: String(environment.observed.observedAt),
        },
        logging: "stderr",
      },
      { parent: this, dependsOn: [...after], ignoreChanges: abort === null ? COMMAND_INPUTS : [] },
    );
    this.registerOutputs({});
  }
}

/** Null for a service whose canary no other version ends: it has no such resource. */
export function createCanaryAbort(
  name: string,
  {
    plan: { aborts, colors },
    spec: { canary, activeColor },
    ...args
  }: Pick<CanaryAbortArgs, "environment" | "service" | "after"> & { plan: ServicePlan; spec: ServiceSpec },
  parent: pulumi.Resource,
): CanaryAbort | null {
  const version = colors[activeColor]?.release.version;
  if (canary?.onNewVersion !== "abort" || version === undefined) return null;
  return new CanaryAbort(name, { ...args, color: activeColor, version, abort: aborts }, { parent });
}
