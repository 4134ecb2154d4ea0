/** What a task on Fargate is given: CPU units, of which a core has 1024, and memory. */
export interface TaskSize {
  cpu: number;
  memoryMib: number;
}

/**
 * Sizes that Fargate has, smallest first: with so many CPU units, memory from one size to another in steps. Source: "Task CPU and memory"
 * in the Amazon ECS developer guide.
 */
const SIZES = [
  { cpu: 256, fromMib: 512, toMib: 512, stepMib: 512 },
  { cpu: 256, fromMib: 1024, toMib: 2048, stepMib: 1024 },
  { cpu: 512, fromMib: 1024, toMib: 4096, stepMib: 1024 },
  { cpu: 1024, fromMib: 2048, toMib: 8192, stepMib: 1024 },
  { cpu: 2048, fromMib: 4096, toMib: 16_384, stepMib: 1024 },
  { cpu: 4096, fromMib: 8192, toMib: 30_720, stepMib: 1024 },
  { cpu: 8192, fromMib: 16_384, toMib: 61_440, stepMib: 4096 },
  { cpu: 16_384, fromMib: 32_768, toMib: 122_880, stepMib: 8192 },
] as const;

/** The smallest size of Fargate that has at least this; undefined where none does. */
export function fargateSize({ cpu, memoryMib }: TaskSize): TaskSize | undefined {
  const size = SIZES.find((candidate) => candidate.cpu >= cpu && candidate.toMib >= memoryMib);
  if (size === undefined) return undefined;
  const steps = Math.max(0, Math.ceil((memoryMib - size.fromMib) / size.stepMib));
  return { cpu: size.cpu, memoryMib: size.fromMib + steps * size.stepMib };
}

/** The largest size of Fargate, for messages. */
export const LARGEST = "16 cores with 120GiB";
