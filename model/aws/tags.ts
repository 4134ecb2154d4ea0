/**
 * Tags on everything an environment has in an account, as the labels on a host: only what carries this very `environment` is ever
 * touched.
 */
export const TAG = {
  environment: "tidegate:environment",
  project: "tidegate:project",
  stack: "tidegate:stack",
  service: "tidegate:service",
  color: "tidegate:color",
  version: "tidegate:version",
  /** `releaseHash` of the release that a task definition is of. */
  release: "tidegate:release",
  /** Of a task definition whose tasks end by themselves: what they are for. */
  job: "tidegate:job",
  /** Of an ECS service: `replicas` as it was declared last. */
  replicas: "tidegate:replicas",
  /** Of an ECS service that auto scaling has to do with: `on`. */
  scaling: "tidegate:scaling",
  /** Of a rule: number of the switch that set its weights last. */
  generation: "tidegate:generation",
  /** Of a rule: `canary` while it keeps clients on their color because of one, else `no`. */
  sticky: "tidegate:sticky",
} as const;
