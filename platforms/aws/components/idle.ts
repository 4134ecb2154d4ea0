import * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { COMMAND_INPUTS } from "../../../components/control-command.ts";
import type { IdleChange } from "../scale/idle-change.ts";
import { controlCommand, trafficVariables } from "./control-command.ts";
import type { AwsEnvironment } from "./environment.ts";

export interface IdleArgs {
  environment: AwsEnvironment;
  service: string;
  /** Undefined where the idle color keeps the number of tasks that it has. */
  change: IdleChange | undefined;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * Sets the number of tasks of the color that does not serve, by a command that looks once more whether it really does not. Where nothing is to be
 * done it stays what it was, so that it never runs.
 */
export function createIdle(name: string, { environment, service, change, after }: IdleArgs, parent: pulumi.Resource) {
  const run = controlCommand("idle");
  const inputs =
    change === undefined ? {} : { create: run, update: run, environment: told(environment, service, change) };
  new command.local.Command(
    name,
    { ...inputs, logging: "stderr" },
    { parent, dependsOn: [...after], ignoreChanges: change === undefined ? COMMAND_INPUTS : [] },
  );
}

function told(environment: AwsEnvironment, service: string, { color, from, to }: IdleChange) {
  return {
    ...trafficVariables(environment),
    TIDEGATE_SERVICE: service,
    TIDEGATE_COLOR: color,
    TIDEGATE_FROM: String(from),
    TIDEGATE_TO: String(to),
    TIDEGATE_ASKED: String(environment.args.observed.observedAt), // the same change may be needed again
  };
}
