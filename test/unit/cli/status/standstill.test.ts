import { describe, expect, it, test } from "vitest";
import { standstillOf, standstillText } from "../../../../cli/status/standstill.ts";
import type { ObservedAgent } from "../../../../model/observed.ts";
import { STANDSTILL_REASONS, type Standstill } from "../../../../model/standstill.ts";
import { underWay } from "../../plan/under-way.ts";

const SINCE = Date.parse("2026-11-30T04:09:48Z");
const GENERATION = underWay().hosts[0]?.services["shop"]?.record?.generation ?? 0;
const STANDSTILL: Standstill = {
  ...{ generation: GENERATION, revision: 1, since: SINCE, because: "missing", rule: "errors" },
  text: "green has given 20 of the 300 answers that it takes.",
};
const AGENT: ObservedAgent = {
  ...{ id: "a", state: "running", restarts: 0, version: "1", lastBeat: SINCE + 60_000, silentMs: 2_000 },
  standstills: { shop: STANDSTILL },
};

const found = (agent: Partial<ObservedAgent> = {}, standstill: Partial<Standstill> = {}) => {
  const standstills = { shop: { ...STANDSTILL, ...standstill } };
  return standstillOf(underWay({}, { agent: { ...AGENT, standstills, ...agent } }).hosts, "shop", "prod");
};

describe("a release that stands still", () => {
  it("is told with since when, why and what to do", () => {
    const seen = found();
    expect(seen).toEqual({
      ...{ since: SINCE, because: "missing", rule: "errors", text: STANDSTILL.text },
      ...{ heardAt: SINCE + 60_000, isSilent: false },
      next:
        "It goes on by itself once there is enough to judge. `tidegate canary promote shop --reason TEXT -s prod` does not wait, " +
        "`tidegate canary abort shop --reason TEXT -s prod` goes back.",
    });
    expect(seen && standstillText(seen)).toBe(
      "holds since 2026-11-30T04:09:48Z: green has given 20 of the 300 answers that it takes. (errors)",
    );
  });

  it("is told as what was heard last where the agent has fallen silent", () => {
    for (const silent of [{ silentMs: 90_000 }, { state: "exited" }]) {
      const seen = found(silent);
      expect(seen?.isSilent).toBe(true);
      expect(seen && standstillText(seen)).toContain(", as the agent said last at 2026-11-30T04:10:48Z: green");
    }
  });

  it("is over as soon as somebody has moved it, whatever the agent has said last", () => {
    expect(found({ silentMs: 90_000 }, { revision: 2 })).toBeNull();
    expect(found({}, { generation: GENERATION - 1 })).toBeNull();
  });

  it("is none where nobody says so", () => {
    expect(found({ standstills: {} })).toBeNull();
    const { standstills: _, ...older } = AGENT;
    expect(standstillOf(underWay({}, { agent: older }).hosts, "shop", "prod")).toBeNull();
    expect(standstillOf(underWay({}, { agent: null }).hosts, "shop", "prod")).toBeNull();
    expect(standstillOf(underWay({}, { agent: AGENT }).hosts, "blog", "prod")).toBeNull();
  });
});

test.each(STANDSTILL_REASONS)("says what to do where it is %s", (because) => {
  expect(found({}, { because })?.next).toMatch(/^It goes (on|back) by itself once /);
});

test("promotes nobody whose replicas could not bear it", () => {
  expect(found({}, { because: "replicas", rule: null })?.next).not.toContain("promote");
});

test("says which way it cannot go", () => {
  const seen = found({}, { because: "no-way-back" });
  expect(seen && standstillText(seen)).toMatch(/^cannot go back since /);
});
