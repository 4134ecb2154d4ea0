import { z } from "zod";
import { otherColor, type Color } from "../color.ts";
import type { RuleWeights } from "./rule-weights.ts";

const percent = z.int().min(1).max(100);

/** How the number of tasks of the color that serves follows what there is to do; `replicas` is the fewest. */
export const scalingSchema = z
  .strictObject({
    max: z.int().min(2).max(5000).describe("Most tasks of the color that serves; the fewest are its `replicas`."),
    cpu: percent.optional().describe("Percentage of their CPU that the tasks are to need on average."),
    memory: percent.optional().describe("Percentage of their memory that the tasks are to need on average."),
    requests: z.int().min(1).max(1_000_000).optional().describe("Requests a minute that each task is to answer."),
  })
  .superRefine(({ cpu, memory, requests }, context) => {
    if ([cpu, memory, requests].some((target) => target !== undefined)) return;
    context.addIssue({
      code: "custom",
      path: ["cpu"],
      input: cpu,
      message: "must be said, or `memory`, or `requests`|Say what the number of tasks is to follow.",
    });
  });

export type Scaling = z.infer<typeof scalingSchema>;

/** What the number of tasks can follow. */
export const SCALING_METRICS = ["cpu", "memory", "requests"] as const;
export type ScalingMetric = (typeof SCALING_METRICS)[number];

/** That there would be no room to scale in; `path` is where the scaling is written. */
export function scalingProblems(scaling: Scaling | undefined, replicas: number, path: string): string[] {
  if (scaling === undefined || scaling.max > replicas) return [];
  return [
    `${path}.max: must be more than the service's \`replicas\`, which are ${replicas}, got ${scaling.max}. Raise it.`,
  ];
}

/** Ways in which the number of a color's tasks may not change by itself. */
export interface Suspended {
  /** To fewer. */
  in: boolean;
  /** To more. */
  out: boolean;
}

/**
 * What auto scaling may not do with a color. One that serves alone may do both, one that serves nobody neither. While both share the traffic each
 * may grow and none may shrink: the next step, or the way back, leads all traffic onto one of them.
 */
export function suspendedOf(color: Color, weights: RuleWeights): Suspended {
  if (weights[color] === 0) return { in: true, out: true };
  return { in: weights[otherColor(color)] > 0, out: false };
}

/** What Application Auto Scaling knows an ECS service by; `cluster` is a name or ARN. */
export function scalableId(cluster: string, ecsService: string): string {
  return `service/${cluster.split("/").at(-1) ?? cluster}/${ecsService}`;
}

/**
 * What it knows a target group behind a load balancer by, from the ARNs of a listener and the group. Source: `ResourceLabel` of
 * `PredefinedMetricSpecification`, Application Auto Scaling API reference.
 */
export function requestsLabel(listener: string, targetGroup: string): string {
  const [, balancer = ""] = /:listener\/(app\/[^/]+\/[^/]+)/.exec(listener) ?? [];
  return `${balancer}/${targetGroup.slice(targetGroup.lastIndexOf(":") + 1)}`;
}
