import { describe, expect, it } from "vitest";
import { awsReport } from "../../../../cli/aws/aws-report.ts";
import type { ObservedAws, ObservedPool, ObservedTarget } from "../../../../platforms/aws/observe/observed.ts";
import { pool, target } from "../../platforms/aws/pool.ts";

const BLUE: ObservedPool = pool({ color: "blue" });
const GROUP = BLUE.group ?? "";

function seen(targets: readonly ObservedTarget[], more: Partial<ObservedPool> = {}): ObservedAws {
  const rule = { arn: "rule", service: "shop", environment: "env", priority: 1, generation: 1, stickySeconds: null };
  const groups = [
    { group: GROUP, weight: 90 },
    { group: "of-somebody-else", weight: 10 },
  ];
  return {
    ...{ rules: [{ ...rule, groups }], testRules: [], foreign: [], pools: [{ ...BLUE, ...more }] },
    health: new Map([[GROUP, targets]]),
  };
}

describe("awsReport", () => {
  it("tells the weights of a rule, and what of them is nobody's color", () => {
    expect(awsReport(seen([]), null).rules).toEqual({ shop: { blue: 90, green: 0, others: 10 } });
  });

  it("counts targets that get requests, and leaves out those that finish theirs", () => {
    const targets = [target("a"), target("b", "draining"), target("c", "unhealthy", "Target.Timeout")];
    expect(awsReport(seen(targets), null).tasks["shop"]?.blue).toEqual({
      ...{ wanted: 2, running: 2, starting: 0, targets: 2, healthy: 1 },
      ...{ problems: ["unhealthy (Target.Timeout)"], notice: null },
    });
  });

  it("says what ECS said last only where fewer tasks run than are wanted", () => {
    const events = [{ at: 2, text: "was unable to place a task." }];
    expect(awsReport(seen([], { events }), null).tasks["shop"]?.blue?.notice).toBeNull();
    const short = awsReport(seen([], { events, running: 1 }), null);
    expect(short.tasks["shop"]?.blue?.notice).toBe("was unable to place a task.");
  });
});
