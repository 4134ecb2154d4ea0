import { expect, test } from "vitest";
import { redReplica } from "../../../../edge/control/bake.ts";
import type { Replica } from "../../../../edge/control/replicas.ts";
import type { Slot } from "../../../../edge/session.ts";

const SWITCH = 1_000_000;
const REPLICA: Replica = {
  ...{ index: 0, name: "a-b-shop-green-0", id: "c", release: "r", environment: "e", address: "10.0.0.2" },
  ...{ state: "running", startedAt: SWITCH - 1, exitCode: 0, error: "", outOfMemory: false, restarts: 2 },
};
const UP: Slot = {
  ...{ index: 0, address: "10.0.0.2", isUp: true, isOut: false, since: 0, passed: 0 },
  ...{ check: "passed", code: 200, words: "UP L7OK" },
};

test.each<[string, Partial<Replica> | null, Partial<Slot> | undefined, string | undefined]>([
  ["is well, however often it restarted before", {}, {}, undefined],
  ["is gone", null, {}, "its container is gone"],
  ["crashed", { state: "restarting", exitCode: 7 }, {}, "restarting, exit code 7"],
  [
    "had no memory left",
    { state: "exited", exitCode: 137, outOfMemory: true },
    {},
    "exited, exit code 137, out of memory",
  ],
  [
    "runs again",
    { startedAt: SWITCH + 1, restarts: 3 },
    {},
    "started anew since the switch, exit code 0, restarted 3×",
  ],
  ["is red", {}, { isUp: false, words: "DOWN L7STS", code: 503 }, "its health check turned red (DOWN L7STS 503)"],
  ["has left the proxy", {}, undefined, "its health check turned red (no slot)"],
])("knows of a replica that it %s", (_what, replica, slot, red) => {
  const found = replica === null ? null : { ...REPLICA, ...replica };
  expect(redReplica(found, slot === undefined ? undefined : { ...UP, ...slot }, SWITCH)).toBe(red);
});
