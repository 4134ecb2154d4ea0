import { sizeBytes } from "../size.ts";
import type { Release } from "../release.ts";
import { fargateSize, LARGEST, type TaskSize } from "./fargate-size.ts";

/** Fewest CPU units of a task on an instance of one's own. Source: `cpu` of a task definition, Amazon ECS developer guide. */
const LEAST_CPU = 128;

/** What a release asks for a replica, in the units of ECS. */
function askedSize({ cpus, memory }: Release["limits"]): TaskSize {
  return { cpu: Math.ceil(cpus * 1024), memoryMib: Math.ceil(sizeBytes(memory) / 1024 ** 2) };
}

/** What a replica gets: on instances what it asks for, on Fargate the next size there is; undefined where there is none. */
export function taskSize(limits: Release["limits"], onFargate: boolean): TaskSize | undefined {
  const asked = askedSize(limits);
  return onFargate ? fargateSize(asked) : { ...asked, cpu: Math.max(LEAST_CPU, asked.cpu) };
}

/** That a release asks for more than Fargate has; `path` is where the release is written. */
export function sizeProblems(limits: Release["limits"], onFargate: boolean, path: string): string[] {
  if (taskSize(limits, onFargate) !== undefined) return [];
  return [
    `${path}.limits: must be at most ${LARGEST} on Fargate, got ${limits.cpus} cores with ${limits.memory}. Lower them, or name a ` +
      "`capacityProvider` of instances.",
  ];
}

/** That a replica gets more than it asks for, and is paid for as such; undefined where it does not. */
export function sizeNotice(pool: string, limits: Release["limits"], onFargate: boolean): string | undefined {
  const asked = askedSize(limits);
  const size = taskSize(limits, onFargate);
  if (size === undefined || (size.cpu === asked.cpu && size.memoryMib === asked.memoryMib)) return undefined;
  return (
    `${pool}: each task gets ${size.cpu / 1024} cores and ${size.memoryMib}MiB, the least that ECS has for the ${limits.cpus} cores and ` +
    `${limits.memory} of its release.`
  );
}
