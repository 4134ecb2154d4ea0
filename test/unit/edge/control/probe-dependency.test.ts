import { expect, test } from "vitest";
import { failureOf } from "../../../../edge/control/probe-dependency.ts";

test.each([
  ["2026/11/29 21:43:09 socat[13] E TCP:db:9: Connection refused", "nothing accepts connections at db:9"],
  [
    "curl: (7) Failed to connect to db port 9 after 0 ms: Could not connect to server",
    "nothing accepts connections at db:9",
  ],
  [
    'socat[20] E _xioopen_ipapp_prepare(node="db", service="9"): Name or service not known',
    "its name is not known there",
  ],
  ["curl: (6) Could not resolve host: db", "its name is not known there"],
  ["2026/11/29 21:43:09 socat[13] E TCP:db:9: Connection timed out", "no answer within 2s"],
  ["socat[34] E TCP:[::1]:9: Cannot assign requested address", "Cannot assign requested address"],
  ["", "it did not answer"],
])("knows what was seen from %s", (line, seen) => {
  expect(failureOf(line, "db:9", "2s").seen).toBe(seen);
});
