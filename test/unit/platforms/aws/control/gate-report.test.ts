import { expect, it } from "vitest";
import { gateSchema } from "../../../../../model/service.ts";
import { explainStop, explainTarget } from "../../../../../platforms/aws/control/explain.ts";
import type { GateArgs } from "../../../../../platforms/aws/control/gate-args.ts";
import { reportGate } from "../../../../../platforms/aws/control/gate-report.ts";
import { NO_WORDS } from "../../../../../platforms/aws/control/last-words.ts";
import { DEFINITION, pool, target, task } from "../pool.ts";

const ARGS: Omit<GateArgs, "clients"> = {
  ...{ cluster: "shop", service: "shop", color: "green", version: "2.0.0", pool: "p", group: "g" },
  ...{ definition: DEFINITION, gate: gateSchema.parse({ within: "5m" }), serving: null },
};

const stopped = (stoppedReason: string | null, exitCode: number | null = null, reason: string | null = null) =>
  task({ status: "STOPPED", stoppedAt: 5, stoppedReason, containers: [{ name: "app", exitCode, reason }] });

it("says what is missing, which target is not healthy and which task stopped, each with AWS's words", () => {
  const look = {
    pool: pool({
      running: 1,
      events: [
        { at: 2, text: "(service shop) has started 1 tasks" },
        {
          at: 1,
          text: "(service shop) was unable to place a task because no container instance met all of its requirements.",
        },
      ],
    }),
    targets: [target("10.0.0.1"), target("10.0.0.2", "unhealthy", "Target.Timeout"), target("10.0.0.3", "draining")],
    stopped: [stopped("Essential container in task exited", 3), task({ definition: "another", status: "STOPPED" })],
  };
  const missing = ["2 tasks wanted, 1 running, 0 starting", "1 of 2 targets healthy"];
  const lines = new Map([[task().arn, ["app | listening on 3000", "app | no database"]]]);
  expect(reportGate(ARGS, look, { missing, end: "late", words: { lines, unread: null } })).toBe(
    [
      "shop: green (version 2.0.0) did not pass the gate within 5m; traffic stays where it is.",
      "  2 tasks wanted, 1 running, 0 starting",
      "  1 of 2 targets healthy",
      "  target 10.0.0.2:3000  unhealthy (Target.Timeout: Health checks failed)  it does not answer its health check in time: too slow, or " +
        "the security group lets nobody through.",
      "  task 0a1b  stopped: its app ended with exit code 3.",
      "    | Essential container in task exited",
      "    | app: exit code 3",
      "    | app | listening on 3000",
      "    | app | no database",
      "  no capacity: (service shop) was unable to place a task because no container instance met all of its requirements.",
    ].join("\n"),
  );
});

it("says that tasks stop again and again", () => {
  const look = { pool: pool(), targets: [], stopped: [] };
  expect(reportGate(ARGS, look, { missing: [], end: "crashing", words: NO_WORDS })).toMatch(
    /did not pass the gate, because its tasks stop again and again \(`gate.restarts`: 3\);/,
  );
});

it("tells what a task that runs has logged, where none has stopped, and why a log is not shown", () => {
  const look = {
    pool: pool({ tasks: [{ ...task(), version: "2.0.0", release: "r" }] }),
    targets: [],
    stopped: [],
  };
  const lines = new Map([[task().arn, ["app | GET /ready 500"]]]);
  const report = (words: typeof NO_WORDS) =>
    reportGate(ARGS, look, { missing: [], end: "late", words }).split("\n").slice(1);
  expect(report({ lines, unread: null })).toEqual([
    "  task 0a1b  runs, and has logged last:",
    "    | app | GET /ready 500",
  ]);
  expect(report({ lines: new Map(), unread: "AWS: no" })).toEqual(["  no log is shown: AWS: no"]);
});

it.each([
  ["CannotPullContainerError: pull image manifest has been retried 5 time(s): not found", null, null, "was not pulled"],
  ["CannotPullContainerError: dial tcp 10.1.2.3:443: i/o timeout", null, null, "no network"],
  ["ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout", null, null, "no network"],
  ["ResourceInitializationError: failed to create Cloudwatch log group", null, null, "could not be set up"],
  [
    "Essential container in task exited",
    137,
    "OutOfMemoryError: Container killed due to memory usage",
    "limits.memory",
  ],
  ["Essential container in task exited", 137, null, "it was killed (exit code 137)"],
  ["Capacity is unavailable at this time. Please try again later", null, null, "no capacity"],
  ["Task failed ELB health checks in (target-group arn:x)", 0, null, "ECS has given it up"],
  ["Scaling activity initiated by deployment", 0, null, "AWS says no more"],
])("explains %s", (reason, exitCode, containerReason, says) => {
  expect(explainStop(stopped(reason, exitCode, containerReason))).toContain(says);
});

it("explains a reason of the load balancer's that nobody has told of yet", () => {
  expect(explainTarget({ reason: "Target.Novel", state: "unhealthy" })).toBe(
    "the load balancer says no more than unhealthy.",
  );
});
