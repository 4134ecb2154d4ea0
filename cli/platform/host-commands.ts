/** What to do on AWS instead of what only Docker hosts can. */
export const INSTEAD = {
  drill: "AWS Fault Injection Service disturbs tasks there.",
  edge: "There is no edge there: the load balancer is AWS's own.",
  notify: "There is no agent there: an alarm of CloudWatch tells people what one would.",
  orphans:
    "`aws resourcegroupstaggingapi get-resources --tag-filters Key=tidegate:project` lists what bears Tidegate's tags there.",
  prune: "ECS removes what has stopped; a lifecycle policy of the image repository removes old images.",
  top: "CloudWatch has the figures of each target group, and `tidegate status` says which tasks are well.",
} as const;

/** A command, or what some have in common, that only Docker hosts can carry out. */
export type HostCommand = keyof typeof INSTEAD;

/** All of them, in the order of their names. */
export const HOST_COMMANDS: readonly string[] = Object.keys(INSTEAD).toSorted();
