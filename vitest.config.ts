import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { OutputKeeper } from "./test/support/output-keeper.ts";

const QUICK = { group: 1, timeoutMs: 10_000 };

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
      project("unit", QUICK),
      project("components", QUICK),
      project("policy", QUICK),
      project("integration", { group: 2, timeoutMs: 120_000 }),
      project("e2e", { group: 3, timeoutMs: 300_000 }),
      project("output", { group: 4, timeoutMs: 300_000 }),
    ],
  },
});

/** `group`s run one after the other, from 1 on: vitest treats 0 as no order at all. */
function project(name: string, { group, timeoutMs }: { group: number; timeoutMs: number }) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: "node",
      pool: "forks" as const,
      maxWorkers: availableParallelism(),
      sequence: { groupOrder: group },
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
      expect: { poll: { timeout: timeoutMs / 4 } }, // one second, the default, is a busy machine's answer to one request
    },
  };
}
