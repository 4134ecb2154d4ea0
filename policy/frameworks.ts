import type { Framework } from "./rule.ts";

/** A recommendation of the CIS Docker Benchmark, with the numbers of version 1.6.0 (5.1 there is the swarm mode). */
export function cisDocker(reference: string, specification: string): Framework {
  return { name: "CIS Docker Benchmark", version: "1.6.0", reference, specification };
}

/** A demand of our own, where no published benchmark asks as much. */
export function tidegate(reference: string, specification: string): Framework {
  return { name: "Tidegate", version: "0.1.0", reference, specification };
}
