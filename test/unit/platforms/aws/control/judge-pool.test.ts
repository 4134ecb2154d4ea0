import { expect, it } from "vitest";
import { judgePool } from "../../../../../platforms/aws/control/judge-pool.ts";
import { DEFINITION, pool, target, task, WELL } from "../pool.ts";

it("finds nothing missing where every wanted task runs and is healthy", () => {
  expect(judgePool({ pool: pool(), targets: WELL }, DEFINITION)).toEqual({ missing: [], isHopeless: false });
});

it("does not mind those that are just being taken out", () => {
  const targets = [...WELL, target("10.0.0.3", "draining")];
  expect(judgePool({ pool: pool(), targets }, DEFINITION).missing).toEqual([]);
});

it.each([
  ["there is no ECS service", undefined, "ECS has no service for it"],
  [
    "ECS has another task definition",
    pool({ definition: DEFINITION.replace(":7", ":6") }),
    "its ECS service is of task definition shop-prod-shop-green:6, not shop-prod-shop-green:7",
  ],
  ["no task is wanted", pool({ desired: 0, running: 0 }), "its ECS service wants no task at all"],
])("does not wait where %s", (_, found, missing) => {
  expect(judgePool({ pool: found, targets: WELL }, DEFINITION)).toEqual({ missing: [missing], isHopeless: true });
});

it.each([
  ["a task is missing", pool({ running: 1 }), WELL, "2 tasks wanted, 1 running, 0 starting"],
  ["a task is one too many", pool({ pending: 1 }), WELL, "2 tasks wanted, 2 running, 1 starting"],
  [
    "an old task still runs",
    pool({ tasks: [{ ...task({ definition: "other" }), version: "1", release: "r" }] }),
    WELL,
    "another task definition in 1 of its tasks",
  ],
  ["a target is not healthy", pool(), [WELL[0], target("10.0.0.2", "unhealthy")], "1 of 2 targets healthy"],
  ["a target is missing", pool(), WELL.slice(1), "1 of 2 targets healthy"],
  ["there are no targets", pool(), [], "0 of 2 targets healthy"],
  ["an additional target is not healthy", pool(), [...WELL, target("10.0.0.3", "initial")], "2 of 3 targets healthy"],
])("waits where %s", (_, found, targets, missing) => {
  const seen = { pool: found, targets: targets.flatMap((each) => each ?? []) };
  expect(judgePool(seen, DEFINITION)).toEqual({ missing: [missing], isHopeless: false });
});
