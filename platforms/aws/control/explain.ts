import type { ObservedTarget, ObservedTask } from "../observe/observed.ts";

/**
 * What AWS's words for the end of a task mean, the most certain first. Source: "Amazon ECS stopped tasks error messages", Amazon ECS
 * Developer Guide.
 */
const STOPS: readonly [RegExp, string][] = [
  [
    /(?:CannotPullContainer|ResourceInitialization)\w*Error[^]*(?:i\/o timeout|dial tcp|no such host|request canceled|context deadline|unable to pull registry auth|unable to pull secrets)/i,
    "there is no network from its subnet to the registry or to Secrets Manager. Give it a NAT gateway or endpoints.",
  ],
  [
    /CannotPullContainer\w*Error/i,
    "its image was not pulled. Does it exist, and may the execution role of the task read it?",
  ],
  [
    /ResourceInitializationError/i,
    "its secrets or its log could not be set up. May the execution role of the task do it?",
  ],
  [/OutOfMemory/i, "it needed more memory than its limit. Raise `limits.memory`."],
  [
    /Capacity is unavailable|RESOURCE:(?:CPU|MEMORY|PORTS|ENI)/i,
    "there is no capacity for it. Run again later, or elsewhere.",
  ],
  [/failed (?:ELB|container) health checks|health check/i, "its health check failed, and ECS has given it up."],
  [/CannotStartContainer\w*Error/i, "its container could not be started. Is `command` right?"],
];

/** Why a task stopped, in words. */
export function explainStop({ stoppedReason, containers }: Pick<ObservedTask, "stoppedReason" | "containers">): string {
  const said = [stoppedReason, ...containers.map(({ reason }) => reason)].join("\n");
  const known = STOPS.find(([pattern]) => pattern.test(said))?.[1];
  if (known !== undefined) return known;
  const crashed = containers.find(({ exitCode }) => exitCode !== null && exitCode !== 0);
  if (crashed?.exitCode === 137)
    return "it was killed (exit code 137), for its memory or because it did not stop in time.";
  if (crashed !== undefined) return `its app ended with exit code ${crashed.exitCode}.`;
  return "AWS says no more than what follows.";
}

/** Whether a task was stopped because fewer are wanted or a deployment replaces it, and not for what it did. */
export function isAboutScaling({ stoppedReason }: Pick<ObservedTask, "stoppedReason">): boolean {
  return /^Scaling activity initiated by/.test(stoppedReason ?? "");
}

/**
 * What AWS's words for the health of a target mean. Source: "Health checks for Application Load Balancer target groups", Elastic Load
 * Balancing User Guide.
 */
const REASONS: Readonly<Record<string, string>> = {
  "Target.ResponseCodeMismatch": "it answers its health check with another status than `health.expect`.",
  "Target.Timeout": "it does not answer its health check in time: too slow, or the security group lets nobody through.",
  "Target.FailedHealthChecks":
    "it takes no connection on its port, or ends it: does the app listen there, on all addresses?",
  "Target.NotInUse": "no rule of the load balancer leads to its target group.",
  "Target.NotRegistered": "it is not in the target group.",
  "Target.InvalidState": "its machine does not run.",
  "Elb.RegistrationInProgress": "it is just being added.",
  "Elb.InitialHealthChecking": "its first health checks are not over.",
  "Elb.InternalError": "the load balancer has a fault of its own.",
};

/** Why a target is not healthy, in words. */
export function explainTarget({ reason, state }: Pick<ObservedTarget, "reason" | "state">): string {
  return REASONS[reason ?? ""] ?? `the load balancer says no more than ${state}.`;
}

/** Whether a word of ECS on a service says that there is no place for its tasks. */
export function isAboutCapacity(event: string): boolean {
  return /unable to place a task|Capacity is unavailable/i.test(event);
}
