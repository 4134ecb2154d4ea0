import type { Color } from "../../../model/color.ts";

/** How much of a service's traffic a target group gets: its weight against the sum of all of them. */
export interface WeightedGroup {
  /** ARN of the target group. */
  group: string;
  /** 0 to 999. */
  weight: number;
}

/** A rule of a listener that is this stack's. */
export interface ObservedRule {
  arn: string;
  service: string;
  environment: string;
  /** Its place among the rules of its listener. */
  priority: number;
  /** Number of the switch that set its weights last, by its tag; null where none has. */
  generation: number | null;
  /** Where it sends traffic; empty where it answers by itself or leads elsewhere. */
  groups: readonly WeightedGroup[];
  /** For how many seconds a client stays with its target group; null where it does not. */
  stickySeconds: number | null;
}

/** A rule of somebody else on the same listener. */
export interface ForeignRule {
  arn: string;
  priority: number;
  /** `PROJECT-STACK` of another stack of ours; null where it is nothing of ours. */
  stack: string | null;
}

/** A task as the load balancer sees it. */
export interface ObservedTarget {
  /** Address, or id of an instance. */
  id: string;
  port: number;
  /** AWS's word: healthy, unhealthy, initial, draining, unused, unavailable. */
  state: string;
  /** AWS's word for why, `Target.Timeout`; null where it is healthy. */
  reason: string | null;
  /** AWS's sentence for it. */
  description: string | null;
}

export interface ObservedTask {
  arn: string;
  /** ARN of its task definition. */
  definition: string;
  /** AWS's word: PROVISIONING, PENDING, RUNNING, STOPPED, … */
  status: string;
  /** Unix time in milliseconds; null where it has not come to that. */
  startedAt: number | null;
  stoppedAt: number | null;
  /** Why it stopped, in AWS's words; null where it runs. */
  stoppedReason: string | null;
  containers: readonly { name: string; exitCode: number | null; reason: string | null }[];
}

/** The release that a task definition is of, by its tags; empty where it has none. */
export interface DefinedRelease {
  version: string;
  release: string;
}

/** A color's ECS service, with what belongs to it. */
export interface ObservedPool extends DefinedRelease {
  service: string;
  color: Color;
  environment: string;
  /** Name of the ECS service. */
  name: string;
  /** ARN of the task definition that its tasks are to be of. */
  definition: string;
  desired: number;
  /** `replicas` as the last run declared it, by its tag; null where none has said so. */
  replicas: number | null;
  /** Whether auto scaling has to do with it, by its tag. */
  isScaled: boolean;
  running: number;
  pending: number;
  /** ARN; null where it is behind no load balancer. */
  group: string | null;
  /** Those that run or are to run, in order of their start. */
  tasks: readonly (ObservedTask & DefinedRelease)[];
  /** What ECS says of it, newest first: where it finds no place for a task, say. */
  events: readonly { at: number; text: string }[];
}

/** What really is in the account for a stack. */
export interface ObservedAws {
  rules: readonly ObservedRule[];
  testRules: readonly ObservedRule[];
  foreign: readonly ForeignRule[];
  pools: readonly ObservedPool[];
  /** By the ARN of a target group. */
  health: ReadonlyMap<string, readonly ObservedTarget[]>;
}
