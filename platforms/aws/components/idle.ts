import * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { COMMAND_INPUTS, nodeCommand } from "../../../components/control-command.ts";
import type { IdleChange } from "../scale/idle-change.ts";
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
  const run = nodeCommand(new URL("../control/main.js", import.meta.url), "idle");
  const inputs =
    change === undefined ? {} : { create: run, update: run, environment: told(environment, service, change) };
  new command.local.Command(
    name,
    { ...inputs, logging: "stderr" },
    { parent, dependsOn: [...after], ignoreChanges: change === undefined ? COMMAND_INPUTS : [] },
  );
}

function told(environment: AwsEnvironment, service: string, { color, from, to }: IdleChange) {
  const { id, cluster, listeners } = environment;
  const { region, bucket, observed } = environment.args;
  return {
    TIDEGATE_REGION: region,
    TIDEGATE_BUCKET: bucket,
    TIDEGATE_PROJECT: id.project,
    TIDEGATE_STACK: id.stack,
    TIDEGATE_CLUSTER: cluster,
    TIDEGATE_LISTENER: listeners.listener,
    TIDEGATE_PREVIEWLISTENER: listeners.previewListener,
    TIDEGATE_SERVICE: service,
    TIDEGATE_COLOR: color,
    TIDEGATE_FROM: String(from),
    TIDEGATE_TO: String(to),
    TIDEGATE_ASKED: String(observed.observedAt), // the same change may be needed again
  };
}
