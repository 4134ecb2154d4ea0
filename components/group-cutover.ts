import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { onlyHost } from "../model/hosts.ts";
import { canonicalJson, type SealedRelease } from "../model/release.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment } from "./environment.ts";

/** A service of a group: see {@link CutoverArgs}, which says the same of one that moves alone. */
export interface GroupMember {
  service: string;
  color: Color;
  release: pulumi.Input<SealedRelease>;
  generation: number;
  isRelease: boolean;
  gates: pulumi.Input<string> | undefined;
}

export interface GroupCutoverArgs {
  environment: Environment;
  group: string;
  members: readonly GroupMember[];
  /** What must be there first. */
  after: readonly pulumi.Resource[];
}

/**
 * Gate, switch and verify of several services, as one resource: where one is red, none moves. It fails closed, has no `delete` and is
 * for one host, as {@link Cutover} is.
 */
export class GroupCutover extends pulumi.ComponentResource {
  /** Known once traffic of every service is where it was to be. */
  readonly done: pulumi.Output<unknown>;

  constructor(
    name: string,
    { environment, group, members, after }: GroupCutoverArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const host = onlyHost(environment.hosts, "a cutover");
    super("tidegate:index:GroupCutover", name, {}, opts);
    const passes = Object.fromEntries(
      members.flatMap(({ service, gates }) => (gates === undefined ? [] : [[service, gates] as const])),
    );
    const asksGates = Object.keys(passes).length > 0;
    const isRelease = members.some((member) => member.isRelease && member.gates !== undefined);
    const switched = new command.local.Command(
      name,
      {
        create: controlCommand("cutover-group"),
        update: controlCommand("cutover-group"),
        environment: {
          ...controlEnvironment(environment, host),
          TIDEGATE_GROUP: group,
          TIDEGATE_MEMBERS: pulumi.all(members.map(describe)).apply((told) => canonicalJson(Object.fromEntries(told))),
          ...(asksGates ? { TIDEGATE_GATES: pulumi.all(passes).apply(joinPasses) } : {}),
          ...(isRelease ? { TIDEGATE_SINCE: String(environment.observed.observedAt) } : {}),
        },
        logging: "stderr",
      },
      {
        ...{ parent: this, dependsOn: [...after] },
        // Where no release is made it stays what it was when the last one was.
        ignoreChanges: asksGates && !isRelease ? ["environment.TIDEGATE_SINCE"] : [],
      },
    );
    this.done = switched.id;
    this.registerOutputs({});
  }
}

function describe({ service, color, release, generation }: GroupMember): pulumi.Output<readonly [string, object]> {
  return pulumi.output(release).apply((sealed) => {
    const told = { color, version: sealed.release.version, release: sealed.hash, generation };
    return [service, told] as const;
  });
}

/** Each pass is JSON text already. */
function joinPasses(passes: Readonly<Record<string, string>>): string {
  return `{${Object.entries(passes)
    .map(([service, pass]) => `${JSON.stringify(service)}:${pass}`)
    .join(",")}}`;
}
