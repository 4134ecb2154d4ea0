import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { nameOn } from "../model/hosts.ts";
import { LABEL } from "../model/names.ts";
import { canonicalJson } from "../model/release.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment } from "./environment.ts";
import type { SecretValues } from "./secret-volume.ts";

export interface SecretFilesArgs {
  environment: Environment;
  /** Whose they are: the name of a service, `agent`, `prometheus` or `alertmanager`. */
  owner: string;
  /** Numeric user, `uid:gid`, who alone can read them. */
  user: string;
  /** Labels of the volumes beside those of the environment. */
  labels: Readonly<Record<string, string>>;
  /** By the names of the files. */
  values: SecretValues;
  /** Name of the volumes, which says what is in them. */
  volume: pulumi.Input<string>;
  /** By host, whether its volume is there and has served: then it is never written again. */
  isKept: Readonly<Record<string, boolean>>;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/** Everything that would run the command again. */
const WRITING_INPUTS = ["create", "update", "environment", "stdin", "triggers"];

/** Secret values, of one release, of the agent, or of what watches it with its config, as files, on each host in a volume of their own, filled once and removed after its containers. */
export class SecretFiles extends pulumi.ComponentResource {
  /** Name of the volumes, to be mounted. */
  readonly volume: pulumi.Output<string>;

  constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:index:SecretFiles", name, {}, opts);
    const { environment, owner, user, volume } = args;
    const labels = {
      [LABEL.environment]: environment.environmentId,
      [LABEL.project]: environment.id.project,
      [LABEL.stack]: environment.id.stack,
      [LABEL.role]: "volume",
      ...args.labels,
    };
    for (const host of environment.hosts) {
      new command.local.Command(
        nameOn(environment.hosts, host, name),
        {
          create: controlCommand("secrets"),
          update: controlCommand("secrets"),
          delete: controlCommand("remove-secrets"),
          environment: {
            ...controlEnvironment(environment, host),
            TIDEGATE_SERVICE: owner,
            TIDEGATE_VOLUME: volume,
            TIDEGATE_USER: user,
            TIDEGATE_LABELS: pulumi.output(labels).apply(canonicalJson),
          },
          stdin: pulumi.secret(pulumi.all({ ...args.values }).apply(canonicalJson)),
          triggers: [volume],
          logging: "stderr",
        },
        {
          parent: this,
          dependsOn: [...args.after],
          ignoreChanges: args.isKept[host.name] === true ? WRITING_INPUTS : [],
        },
      );
    }
    this.volume = pulumi.output(volume);
    this.registerOutputs({ volume: this.volume });
  }
}
