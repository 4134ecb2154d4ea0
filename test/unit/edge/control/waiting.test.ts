import { expect, test } from "vitest";
import { describeWait, Waiting } from "../../../../edge/control/waiting.ts";
import type { Finding } from "../../../../edge/control/finding.ts";
import { isWaitingLine } from "../../../../model/waiting-line.ts";

function finding(
  index: number,
  changes: { replica?: object | null; slot?: object; missing?: Finding["missing"] },
): Finding {
  const replica: NonNullable<Finding["replica"]> = {
    index,
    name: `acme-prod-shop-green-${index}`,
    id: "1",
    release: "right",
    environment: "e",
    address: "172.18.0.3",
    state: "running",
    startedAt: 0,
    exitCode: 0,
    error: "",
    outOfMemory: false,
    restarts: 0,
  };
  const slot: NonNullable<Finding["slot"]> = {
    index,
    address: "172.18.0.3",
    isUp: false,
    isOut: true,
    since: 0,
    passed: 0,
    check: undefined,
    code: undefined,
    words: "DOWN",
  };
  return {
    index,
    replica: changes.replica === null ? null : { ...replica, ...changes.replica },
    slot: { ...slot, ...changes.slot },
    missing: changes.missing === undefined ? "health" : changes.missing,
  };
}

const status = (code: number) => ({ slot: { check: "wrong-status", code } });

test.each<[string, Parameters<typeof finding>[1]]>([
  ["not checked yet", {}],
  ["answered 503", status(503)],
  ["answered 302, restarted 2×", { ...status(302), replica: { restarts: 2 } }],
  ["2 of 3 checks passed", { slot: { check: "passed", code: 200, passed: 2 } }],
  ["0 of 3 checks passed", { slot: { check: "passed", code: 200 } }],
  ["no answer in time", { slot: { check: "timeout" } }],
  ["answered another text", { slot: { check: "wrong-text", code: 200 } }],
  ["no HTTP", { slot: { check: "no-http" } }],
  ["connection refused", { slot: { check: "refused" } }],
  ["no connection", { slot: { check: "unreachable" } }],
  ["not in the proxy yet", { missing: "address" }],
  ["restarting, exit code 7", { replica: { state: "restarting", exitCode: 7 } }],
  ["another release", { missing: "release" }],
  ["not there", { replica: null, missing: "container" }],
])("says of a replica: %s", (state, changes) => {
  expect(describeWait("green", [finding(0, changes)], 3)).toBe(`0 of 1 replicas ready; green-0: ${state}`);
});

test("names together the replicas of which there is the same to say, and leaves out those that are ready", () => {
  const findings = [finding(0, status(503)), finding(1, { missing: null }), finding(2, {}), finding(3, status(503))];
  expect(describeWait("green", findings, 3)).toBe(
    "1 of 4 replicas ready; green-0, green-3: answered 503; green-2: not checked yet",
  );
});

test("tells nothing of a short wait, what is new at most once a second, and the same again after five", () => {
  let now = 0;
  const told: string[] = [];
  const waiting = new Waiting(
    { service: "shop" },
    (line) => told.push(`${now}: ${line}`),
    () => now,
  );
  for (; now <= 9_000; now += 100) waiting.tell(now < 2_500 ? "one" : "two", 10_000 - now);
  expect(told).toEqual(["1000: waiting: one; 9s left", "2500: waiting: two; 8s left", "7500: waiting: two; 3s left"]);
  expect(told.every((line) => isWaitingLine(line.replace(/^\d+: /, "")))).toBe(true);
});

test("says for which service of a group it waits", () => {
  let now = 0;
  const told: string[] = [];
  const task = { service: "pay", group: "checkout" };
  const waiting = new Waiting(
    task,
    (line) => told.push(line),
    () => now,
  );
  now = 2_000;
  waiting.tell("one", 8_000);
  expect(told).toEqual(["waiting: pay: one; 8s left"]);
});
