import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const SIDE_BY_SIDE = { group: 1, workers: availableParallelism(), timeoutMs: 10_000 };

/** Tests that need no container engine run first, side by side; those that share one run after them, a file at a time. */
export default defineConfig({
  test: {
    projects: [
      project("unit", SIDE_BY_SIDE),
      project("components", SIDE_BY_SIDE),
      project("policy", SIDE_BY_SIDE),
      project("integration", { group: 2, workers: 1, timeoutMs: 120_000 }),
      project("e2e", { group: 3, workers: 1, timeoutMs: 300_000 }),
    ],
  },
});

/** `group`s run one after the other, from 1 on: vitest treats 0 as no order at all. */
function project(name: string, { group, workers, timeoutMs }: { group: number; workers: number; timeoutMs: number }) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: "node",
      pool: "forks" as const,
      maxWorkers: workers,
      sequence: { groupOrder: group },
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
    },
  };
}
