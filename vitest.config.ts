import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { OutputKeeper } from "./test/support/output-keeper.ts";

const CORES = availableParallelism();
const QUICK = { group: 1, workers: CORES, timeoutMs: 10_000 };
/** Tests that leave nothing behind in the modules they load, neither mocks nor a Pulumi runtime, share them: twice as quick. */
const SHARING = { ...QUICK, isolate: false };
/** Tests of containers wait for gates, drains and restarts about half of their time. */
const WAITING = { workers: CORES + 1 };

/**
 * Tests that need no container engine run first; those that share one run after them. Each has names and ports of its own.
 * `output` comes last: it searches what all others have printed.
 */
export default defineConfig({
  plugins: [
    {
      name: "keep-output",
      configureVitest: ({ vitest }) => void vitest.config.reporters.push(new OutputKeeper()), // `--reporter` cannot drop it
    },
  ],
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      project("unit", SHARING),
      project("components", QUICK),
      project("policy", SHARING),
      project("integration", { ...WAITING, group: 2, timeoutMs: 120_000 }),
      project("e2e", { ...WAITING, group: 3, timeoutMs: 300_000 }),
      project("output", { group: 4, workers: 1, timeoutMs: 300_000 }),
    ],
  },
});

interface Scheduling {
  /** Groups run one after the other, from 1 on: vitest treats 0 as no order at all. */
  group: number;
  /** Files at once. */
  workers: number;
  timeoutMs: number;
  /** Whether each file loads its modules anew. Default true. */
  isolate?: boolean;
}

function project(name: string, { group, workers, timeoutMs, isolate = true }: Scheduling) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: "node",
      pool: "forks" as const,
      maxWorkers: workers,
      isolate,
      sequence: { groupOrder: group },
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
      expect: { poll: { timeout: timeoutMs / 4 } }, // one second, the default, is a busy machine's answer to one request
    },
  };
}
