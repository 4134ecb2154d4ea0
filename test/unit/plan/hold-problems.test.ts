import { describe, expect, it } from "vitest";
import type { Hold } from "../../../model/record.ts";
import { planService } from "../../../plan/plan-service.ts";
import { observed, record, release, seal, spec, steady } from "../edge/observed.ts";

const green = seal(release("2"));
const HOLD: Hold = {
  ...{ version: "2", color: "green", hash: green.hash, reason: "errors at checkout", by: "jane@laptop" },
  at: Date.UTC(2026, 10, 29, 22, 0, 0),
};
/** Blue 1 serves again; green 2 was rolled back. */
const back = (hold = HOLD) => steady({ record: record({ sealed: { blue: seal(release("1")), green }, hold }) });

describe("a version that was rolled back", () => {
  it("gets no traffic, and whoever wants it is told who said so and what to do", () => {
    expect(planService("shop", spec({ activeColor: "green" }), observed(back())).problems).toEqual([
      'services.shop.activeColor: version "2" was rolled back by jane@laptop at 2026-11-29T22:00:00.000Z ("errors at checkout") ' +
        "and is held, got green. Give a mended build a new version, set activeColor: blue, or let this one serve again: " +
        "`tidegate hold clear shop --reason TEXT -s dev`.",
    ]);
  });

  it("says nothing of a reason that nobody gave", () => {
    const { problems } = planService("shop", spec({ activeColor: "green" }), observed(back({ ...HOLD, reason: null })));
    expect(problems.join()).toContain("2026-11-29T22:00:00.000Z and is held");
  });

  it("is in nobody's way while traffic stays where it is, or goes to another version", () => {
    expect(planService("shop", spec(), observed(back())).problems).toEqual([]);
    const mended = spec({ activeColor: "green", green: release("3") });
    expect(planService("shop", mended, observed(back())).problems).toEqual([]);
  });
});
