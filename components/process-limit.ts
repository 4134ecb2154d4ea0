import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";

export interface ProcessLimit {
  environment: Environment;
  host: EnvironmentHost;
  /** Ids of containers on this host. */
  containers: readonly pulumi.Input<string>[];
  /** Processes and threads each may have. */
  pids: number;
}

/** Registers the bound on the number of processes of containers, for which the Docker provider has no input. */
export function createProcessLimit(name: string, limit: ProcessLimit, parent: pulumi.Resource): void {
  new command.local.Command(
    name,
    {
      create: controlCommand("limits"),
      update: controlCommand("limits"),
      environment: {
        ...controlEnvironment(limit.environment, limit.host),
        TIDEGATE_CONTAINERS: pulumi.all([...limit.containers]).apply((ids) => ids.join(",")),
        TIDEGATE_PIDS: String(limit.pids),
      },
      logging: "stderr",
    },
    { parent },
  );
}
