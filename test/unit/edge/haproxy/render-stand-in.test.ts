import { describe, expect, it } from "vitest";
import { renderStandIn, standInCommand } from "../../../../edge/haproxy/render-stand-in.ts";
import type { Disturbed } from "../../../../edge/stand-in.ts";

const DISTURBED: Disturbed = { service: "shop", color: "green", replicas: ["a"], port: 3000, healthPort: undefined };
const CLIENTS = "if { req.hdr(x-forwarded-for) -m found }";

const rulesOf = (...args: Parameters<typeof renderStandIn>) =>
  renderStandIn(...args)
    .split("\n")
    .filter((line) => line.includes("http-request"));

describe("a stand-in", () => {
  it.each([
    [{ kind: "errors", percent: 50 }, [`  http-request return status 503 ${CLIENTS} { rand(100) lt 50 }`]],
    [{ kind: "delay", ms: 1_500 }, [`  http-request pause 1500 ${CLIENTS}`]],
    [
      { kind: "growing-delay", msPerSecond: 20, mostMs: 4_000 },
      [
        `  http-request set-var(txn.pause) "date(),sub(\${BEGAN}),mul(20)" ${CLIENTS}`,
        "  http-request set-var(txn.pause) int(4000) if { var(txn.pause) -m int gt 4000 }",
        "  http-request pause var(txn.pause) if { var(txn.pause) -m found }",
      ],
    ],
  ] as const)("disturbs what a client asks, and no health check: %o", (disturbance, rules) => {
    expect(rulesOf(DISTURBED, "a", disturbance)).toEqual(rules);
  });

  it("passes on to its replica, and from the port of its health where that is another", () => {
    const listensOn = (healthPort: number | undefined) =>
      renderStandIn({ ...DISTURBED, healthPort }, "a", { kind: "delay", ms: 1 })
        .split("\n")
        .filter((line) => /^ {2}(bind|server)/.test(line));
    const own = ["  bind :3000", "  server replica 'a':3000"];
    expect(listensOn(undefined)).toEqual(own);
    expect(listensOn(3000)).toEqual(own);
    expect(listensOn(9000)).toEqual([...own, "  bind :9000", "  server replica 'a':9000"]);
  });

  it("ends by itself when nobody ends it", () => {
    expect(standInCommand(DISTURBED, "a", { kind: "delay", ms: 1 })[2]).toContain("timeout 15m haproxy");
  });
});
