import { expect, test } from "vitest";
import { explain } from "../../../../edge/control/explain-finding.ts";
import type { Finding } from "../../../../edge/control/finding.ts";
import type { ListeningPorts } from "../../../../edge/control/listening-ports.ts";
import type { Replica } from "../../../../edge/control/replicas.ts";
import type { Slot } from "../../../../edge/session.ts";
import type { Task } from "../../../../edge/tasks.ts";
import { releaseSchema } from "../../../../model/release.ts";

const task: Task<"cutover"> = {
  host: "unix:///var/run/docker.sock",
  project: "acme",
  stack: "prod",
  environment: "e",
  service: "shop",
  color: "green",
  version: "2.0.0",
  release: "right",
  generation: 2,
};
const context = {
  release: releaseSchema.parse({ version: "2.0.0", image: "shop:2.0.0" }),
  withinMs: 30_000,
  passes: 3,
  redirect: "http://172.18.0.3:3000/login",
};
const replica: Replica = {
  index: 0,
  name: "acme-prod-shop-green-0",
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
const slot: Slot = {
  index: 0,
  address: "172.18.0.3",
  isUp: false,
  isOut: true,
  since: 0,
  passed: 0,
  check: "refused",
  code: undefined,
  words: "DOWN L4CON",
};
const red: Finding = { index: 0, replica, slot, missing: "health" };

const CASES: [expected: RegExp, finding: Partial<Finding>, ports: ListeningPorts][] = [
  [/^not started: there is no such container/, { replica: null, missing: "container" }, undefined],
  [/^not started: cannot mount/, { replica: { ...replica, state: "created", error: "cannot mount" } }, undefined],
  [
    /^another release: it runs wrong, not right/,
    { replica: { ...replica, release: "wrong" }, missing: "release" },
    undefined,
  ],
  [/^crashed: exit code 7, restarted 0/, { replica: { ...replica, state: "exited", exitCode: 7 } }, undefined],
  [
    /^crashed: exit code 137 after it ran out of memory, restarted 4/,
    { replica: { ...replica, restarts: 4, exitCode: 137, outOfMemory: true } },
    undefined,
  ],
  [
    /^reachable by Docker but not by the proxy: it is not on/,
    { replica: { ...replica, address: undefined }, missing: "address" },
    undefined,
  ],
  [
    /^reachable by Docker but not by the proxy: its name/,
    { slot: { ...slot, address: undefined }, missing: "address" },
    undefined,
  ],
  [
    /^wrong port: nothing listens on 3000, but on 80, 8080/,
    {},
    [
      { port: 80, loopback: false },
      { port: 8080, loopback: false },
    ],
  ],
  [/^reachable by Docker but not by the proxy: it listens on 127/, {}, [{ port: 3000, loopback: true }]],
  [/^too slow: it runs, but listens on no port/, {}, []],
  [/^wrong port, or too slow/, {}, undefined],
  [/^wrong path: .* 404 instead of 200/, { slot: { ...slot, check: "wrong-status", code: 404 } }, undefined],
  [
    /^login wanted: .* 401 instead of 200\. It wants a login/,
    { slot: { ...slot, check: "wrong-status", code: 401 } },
    undefined,
  ],
  [
    /^redirect: .* 302 instead of 200\. It redirects to http:\/\/172\.18\.0\.3:3000\/login\./,
    { slot: { ...slot, check: "wrong-status", code: 302 } },
    undefined,
  ],
  [
    /^another status: .* 204 .*`health\.expect: 204`/,
    { slot: { ...slot, check: "wrong-status", code: 204 } },
    undefined,
  ],
  [
    /exit code 127, .* 127: a command that it starts is not in the image/,
    { replica: { ...replica, state: "exited", exitCode: 127 } },
    undefined,
  ],
  [
    /exit code 126, .* 126: what it starts is there, but cannot be run/,
    { replica: { ...replica, state: "exited", exitCode: 126 } },
    undefined,
  ],
  [/^unhealthy: .* 503 instead of 200/, { slot: { ...slot, check: "wrong-status", code: 503 } }, undefined],
  [/^too slow: .* not answered within 2s/, { slot: { ...slot, check: "timeout" } }, undefined],
  [/^reachable by Docker but not by the proxy: no connection/, { slot: { ...slot, check: "unreachable" } }, undefined],
  [/^wrong port: .* does not speak HTTP/, { slot: { ...slot, check: "no-http" } }, undefined],
  [/^another answer: GET .* not as the check expects/, { slot: { ...slot, check: "wrong-answer" } }, undefined],
  [
    /^another text: GET \/healthz on port 3000 was answered with 200, but without ""/,
    { slot: { ...slot, check: "wrong-text" } },
    undefined,
  ],
  [
    /^too slow: it did not pass 3 checks in a row .* in 30 s/,
    { slot: { ...slot, check: "passed", passed: 1 } },
    undefined,
  ],
];

test.each(CASES)("says %s", (expected, finding, ports) => {
  expect(explain({ ...red, ...finding }, task, context, ports)).toMatch(expected);
});
