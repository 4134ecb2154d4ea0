import type { Platform } from "../platform.ts";
import type { ServiceSpec } from "../service.ts";
import type { AwsConfig } from "./config.ts";
import { idleProblems } from "./idle.ts";
import { tasksOf } from "./release-problems.ts";
import { scalingProblems } from "./scaling.ts";
import { awsServiceProblems } from "./service-problems.ts";

/** Keys of a stack file that say something of Docker hosts, or of what stands beside the containers there. */
const OF_HOSTS = [
  ...["host", "edge", "agent", "notify", "network", "certificates", "registries", "retention", "allowEdgeReplace"],
  ...["prometheus", "observability", "drills"],
] as const;

export interface PlatformConfig {
  platform: Platform;
  aws?: AwsConfig | undefined;
  services: Readonly<Record<string, ServiceSpec>>;
}

/** What of a stack's config does not go with its platform. `written` are the keys that its file has. */
export function platformProblems({ platform, aws, services }: PlatformConfig, written: readonly string[]): string[] {
  if (platform === "docker") {
    return aws === undefined ? [] : ["aws: is for `platform: aws`, and this stack is on Docker. Remove it, or say so."];
  }
  const ofHosts = OF_HOSTS.filter((key) => written.includes(key)).map(
    (key) => `${key}: is for Docker hosts, and this stack is on AWS. Remove it.`,
  );
  if (aws === undefined) return [...ofHosts, "aws: is missing. Add it (an object; docs/aws.md explains its keys)."];
  return [
    ...ofHosts,
    ...priorityProblems(aws, services),
    ...tasksProblems(aws, services),
    ...servicesProblems(aws, services),
  ];
}

function priorityProblems({ priorities }: AwsConfig, services: PlatformConfig["services"]): string[] {
  return Object.keys(priorities)
    .filter((name) => !Object.hasOwn(services, name))
    .map((name) => `aws.priorities.${name}: is not a service of this stack. Correct the name or remove the key.`);
}

/** What is wrong with how the numbers of tasks are to change. */
function tasksProblems({ scaling, idle }: AwsConfig, services: PlatformConfig["services"]): string[] {
  const ofService = <T>(key: string, each: Readonly<Record<string, T>>, problems: Problems<T>) =>
    Object.entries(each).flatMap(([name, said]) => {
      const service = Object.hasOwn(services, name) ? services[name] : undefined;
      if (service !== undefined) return problems(said, service.replicas, `aws.${key}.${name}`);
      return [`aws.${key}.${name}: is not a service of this stack. Correct the name or remove the key.`];
    });
  return [...ofService("scaling", scaling, scalingProblems), ...ofService("idle", idle, idleProblems)];
}

type Problems<T> = (said: T, replicas: number, path: string) => string[];

function servicesProblems(aws: AwsConfig, services: PlatformConfig["services"]): string[] {
  const tasks = tasksOf(aws);
  return Object.entries(services).flatMap(([name, spec]) =>
    awsServiceProblems({ name, spec, priority: aws.priorities[name], tasks }),
  );
}
