import * as pulumi from "@pulumi/pulumi";
import { COLORS } from "../model/color.ts";
import { ProblemsError } from "../model/errors.ts";
import { parseAll } from "../model/problems.ts";
import { serviceNameSchema } from "../model/service.ts";
import { groupSentence } from "../plan/group-sentence.ts";
import { BlueGreenService, type BlueGreenServiceArgs, type GroupPlace, type Joining } from "./blue-green-service.ts";
import { Edge } from "./edge.ts";
import type { Environment } from "./environment.ts";
import { GroupCutover } from "./group-cutover.ts";

/** A service as BlueGreenService takes it, but for what the group gives it. */
export type GroupedServiceArgs = Omit<BlueGreenServiceArgs, "environment" | "edge" | "group" | "inGroup">;

export interface ServiceGroupArgs {
  environment: Environment;
  /** The edge that sends them traffic. Default: one of their own. */
  edge?: Edge;
  /** By name, two at least. */
  services: Readonly<Record<string, GroupedServiceArgs>>;
}

/**
 * Services that move together: their gates are all asked before any of their pools is touched, and their traffic moves at one moment,
 * once every one of them has proved itself; where one is red, none moves. `order` says whose pools are made first.
 *
 * A service is no child of its group, so that it keeps its containers when it joins one or leaves it. Throws a ProblemsError when an
 * argument is wrong or when the change would break what serves.
 */
export class ServiceGroup extends pulumi.ComponentResource {
  readonly services: Readonly<Record<string, BlueGreenService>>;

  constructor(name: string, args: ServiceGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment } = args;
    const group = parseAll(serviceNameSchema, name, { path: "name" });
    const entries = Object.entries(args.services).toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length < 2) {
      throw new ProblemsError([`services: must be two at least in a group, got ${entries.length}. Add another.`]);
    }
    super("tidegate:index:ServiceGroup", name, {}, opts);

    const edge = args.edge ?? new Edge(`${name}-edge`, { environment }, { parent: this });
    const cutover = Promise.withResolvers<GroupCutover>();
    const turns = entries.map(([service, { order = 0 }]) => ({
      ...{ service, order, joined: Promise.withResolvers<Joining>() },
    }));
    // What is not there is waited for no longer than the edge.
    const part = (turn: (typeof turns)[number], what: (joining: Joining) => pulumi.Resource | null) =>
      turn.joined.promise.then((joining) => what(joining) ?? edge);
    const joined: Joining[] = [];
    try {
      this.services = Object.fromEntries(
        entries.map(([service, own]) => {
          const others = turns.filter((turn) => turn.service !== service);
          const earlier = others.filter(({ order }) => order < (own.order ?? 0));
          const inGroup: GroupPlace = {
            gates: others.map((turn) => part(turn, ({ gates }) => gates)),
            after: COLORS.flatMap((color) => earlier.map((turn) => part(turn, ({ pools }) => pools[color]))),
            join(joining) {
              joined.push(joining);
              turns.find((turn) => turn.service === service)?.joined.resolve(joining);
              return pulumi.output(cutover.promise.then(({ done }) => done));
            },
          };
          return [service, new BlueGreenService(service, { ...own, environment, edge, group, inGroup }, opts)];
        }),
      );
      const sentence = groupSentence(group, joined);
      if (sentence !== undefined && pulumi.runtime.isDryRun()) void pulumi.log.info(sentence, this);
      const members = joined.map(({ member }) => member);
      const after = joined.flatMap((joining) => joining.after);
      cutover.resolve(new GroupCutover(`${name}-cutover`, { environment, group, members, after }, { parent: this }));
    } catch (error) {
      // What waits for one that cannot be made is not made either.
      for (const { promise, reject } of [...turns.map((turn) => turn.joined), cutover]) {
        promise.catch(() => undefined); // it is thrown, too
        reject(error);
      }
      throw error;
    }
    this.registerOutputs({});
  }
}
