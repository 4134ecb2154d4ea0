import type * as pulumi from "@pulumi/pulumi";
import { nodeCommand } from "../../../components/control-command.ts";
import type { AwsVerb } from "../control/task.ts";
import type { AwsEnvironment } from "./environment.ts";

/** Command line by which the control on AWS does what a verb says. */
export function controlCommand(verb: AwsVerb): string {
  return nodeCommand(new URL("../control/main.js", import.meta.url), verb);
}

/** Variables that tell it which stack, and where that is remembered and runs. */
export function stackVariables({ id, cluster, args }: AwsEnvironment) {
  return {
    TIDEGATE_REGION: args.region,
    TIDEGATE_BUCKET: args.bucket,
    TIDEGATE_PROJECT: id.project,
    TIDEGATE_STACK: id.stack,
    TIDEGATE_CLUSTER: cluster,
  } satisfies Record<string, pulumi.Input<string>>;
}

/** The same, and where its traffic comes in. */
export function trafficVariables(environment: AwsEnvironment) {
  return {
    ...stackVariables(environment),
    TIDEGATE_LISTENER: environment.listeners.listener,
    TIDEGATE_PREVIEWLISTENER: environment.listeners.previewListener,
  } satisfies Record<string, pulumi.Input<string>>;
}
