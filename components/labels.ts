import type * as pulumi from "@pulumi/pulumi";
import { LABEL, type Role } from "../model/names.ts";
import type { Environment } from "./environment.ts";

type LabelKey = keyof typeof LABEL;
export type Labels = { label: string; value: pulumi.Input<string> }[];

/**
 * Inputs of networks and volumes that never change after they were made: a new one would leave containers behind. Whoever made a volume
 * beforehand, for a share on the network say, has given it options that nobody declares.
 */
export const LASTING_INPUTS = ["driver", "driverOpts", "labels"];

/** The labels of a thing of this environment, as the Docker provider wants them: sorted by name. */
export function environmentLabels(
  environment: Environment,
  role: Role,
  more: Partial<Record<LabelKey, pulumi.Input<string>>> = {},
): Labels {
  return labelList({ environment: environment.environmentId, ...stackLabels(environment, role), ...more });
}

/**
 * The labels of a thing that outlives its environment, such as an app's data or the ledger: without the environment's id, so that the
 * next environment of the same stack takes it up again.
 */
export function lastingLabels(environment: Environment, role: Role, service?: string): Labels {
  return labelList({ ...stackLabels(environment, role), ...(service === undefined ? {} : { service }) });
}

function stackLabels({ id }: Environment, role: Role) {
  return { project: id.project, stack: id.stack, role };
}

function labelList(labels: Partial<Record<LabelKey, pulumi.Input<string>>>): Labels {
  return Object.entries(LABEL)
    .flatMap(([key, label]) => {
      const value = labels[key as LabelKey]; // LABEL's own keys
      return value === undefined ? [] : [{ label, value }];
    })
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
}
