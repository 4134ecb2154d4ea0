import { describe, expect, it } from "vitest";
import { gatesSchema, GATE_IDS, type Gates } from "../../../../model/gates/gates.ts";
import { tierDefaultsOf, TIER_DEFAULTS, withTierDefaults } from "../../../../model/gates/tier-defaults.ts";
import { withGates } from "../../../../model/gates/with-gates.ts";
import { tryParse } from "../../../../model/problems.ts";
import { TIERS, type Tier } from "../../../../model/tier.ts";

const complete = (gates: object, tier: Tier): Gates => gatesSchema.parse(withTierDefaults(gates, tier));

describe("what a gate's declaration leaves out", () => {
  it.each([
    ["dev", ["mon-sun 00:00-24:00"], [0, 1, 2]],
    ["stg", ["mon-sun 00:00-24:00"], [0, 1, 2]],
    ["prod", ["mon-fri 09:00-17:00"], [1, 2, 2]],
  ] as const)("is as in %s", (tier, open, approvals) => {
    const gates = complete({ window: {}, approvals: { validFor: "2h" } }, tier);
    expect(gates.window).toEqual({ zone: "UTC", open, except: [], freeze: [] });
    const { minor, normal, major } = gates.approvals?.classes ?? {};
    expect([minor, normal, major].map((each) => each?.approvals)).toEqual(approvals);
    expect(gates.approvals?.validFor).toBe("2h");
  });

  it("is nothing that is declared, key by key", () => {
    const { window, approvals, provenIn } = complete(
      {
        window: { open: ["sat 10:00-12:00"] },
        approvals: { classes: { normal: { approvals: 0 } } },
        provenIn: { stack: "qa" },
      },
      "prod",
    );
    expect(window?.open).toEqual(["sat 10:00-12:00"]);
    expect(approvals?.classes.normal).toEqual({ approvals: 0, fields: ["reason"] });
    expect(approvals?.classes.minor.approvals).toBe(1);
    expect(provenIn).toMatchObject({ stack: "qa", for: "30m" });
  });

  it("is everything where `true` declares it", () => {
    expect(complete({ window: true, host: true, provenIn: true }, "prod")).toEqual(
      complete({ window: {}, host: {}, provenIn: { stack: "stg" } }, "prod"),
    );
    expect(gatesSchema.parse({ host: true }).host).toEqual(gatesSchema.parse({ host: {} }).host);
  });

  it("is no part that is only asked for where it is declared", () => {
    expect(complete({ image: true }, "dev").image?.scan).toBeUndefined();
    expect(complete({ image: { scan: { report: "trivy.json" } } }, "dev").image?.scan?.maxAge).toBe("168h");
    expect(complete({ image: { scan: { report: "trivy.json" } } }, "prod").image?.scan?.maxAge).toBe("24h");
    const { reports } = complete({ reports: { junit: { path: "junit.xml" } } }, "dev");
    expect(reports).toEqual({ junit: { path: "junit.xml", maxAge: "168h" } });
  });

  it.each<[object, Tier, string]>([
    [{ provenIn: true }, "dev", "gates.provenIn.stack: is missing. Add it (string)."],
    [{ provenIn: { for: "1h" } }, "stg", "gates.provenIn.stack: is missing. Add it (string)."],
    [{ reports: true }, "dev", "gates.reports: must name a report, got an object. "],
    [{ image: { scan: {} } }, "prod", "gates.image.scan.report: is missing. Add it (string)."],
    [{ window: false }, "prod", "gates.window: must be of type object, got false. Correct it."],
  ])("is told where %j has none in %s", (gates, tier, problem) => {
    const result = tryParse(gatesSchema, withTierDefaults(gates, tier), { path: "gates" });
    expect(result).toEqual({ problems: [expect.stringContaining(problem)] });
  });

  it("leaves what is wrong, switched off or unknown as it is", () => {
    for (const gates of [undefined, null, "never", []]) expect(withTierDefaults(gates, "prod")).toBe(gates);
    const odd = { window: null, approvals: "two", nope: true };
    expect(withTierDefaults(odd, "prod")).toEqual(odd);
  });
});

describe("the table of tiers", () => {
  it("has only keys that there are, with values that they take", () => {
    for (const [id, tiers] of Object.entries(TIER_DEFAULTS)) {
      for (const settings of Object.values(tiers)) {
        const problems = tryParse(gatesSchema, { [id]: settings });
        // A part of a report says how old it may be, and not which file it is.
        const others = "problems" in problems ? problems.problems.filter((each) => !each.includes("is missing.")) : [];
        expect(others, id).toEqual([]);
      }
    }
  });

  it("names each field with what it is in every tier", () => {
    expect(tierDefaultsOf("provenIn")).toEqual([{ field: "stack", values: { dev: null, stg: null, prod: "stg" } }]);
    expect(tierDefaultsOf("approvals").map(({ field }) => field)).toEqual([
      "classes.minor.approvals",
      "classes.normal.approvals",
    ]);
    expect(tierDefaultsOf("host")).toEqual([]);
  });

  it.each(GATE_IDS)("has nothing of %s that is the same in all tiers", (id) => {
    for (const { field, values } of tierDefaultsOf(id)) {
      expect(new Set(TIERS.map((tier) => JSON.stringify(values[tier]))).size, field).toBeGreaterThan(1);
    }
  });
});

describe("the gates of a service", () => {
  it("have the defaults of the tier, whoever declares them", () => {
    const { gates } = withGates({ gates: { provenIn: true } }, { window: true, host: true }, "prod");
    expect(gates).toEqual({ window: { open: ["mon-fri 09:00-17:00"] }, host: true, provenIn: { stack: "stg" } });
  });

  it("are none where nobody declares any", () => {
    expect(withGates({ replicas: 1 }, undefined, "prod")).toEqual({ replicas: 1 });
  });
});
