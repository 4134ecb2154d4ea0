import { describe, expect, it } from "vitest";
import { releaseGatesDeclared } from "../../../policy/rules/release-gates-declared.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_OBJECT } from "../judge.ts";

const MISSING = "gates.window: must be declared in prod, got nothing. Declare it here or under `tidegate:gates`.";

describe("release-gates-declared", () => {
  it("passes a window, of whatever hours", async () => {
    expect(await judge(releaseGatesDeclared, service(), { stack: "prod" })).toEqual([]);
    const always = { window: { open: ["mon-sun 00:00-24:00"] } };
    expect(await judge(releaseGatesDeclared, service({ gates: always }), { stack: "prod" })).toEqual([]);
  });

  it.each([[undefined], [{}], [{ window: null }]])("refuses in prod %j", async (gates) => {
    expect(await judge(releaseGatesDeclared, service({ gates }), { stack: "prod" })).toEqual([MISSING]);
  });

  describe("with what a project asks for besides", () => {
    const settings = {
      requiredGates: {
        stg: ["image" as const],
        prod: ["window" as const, "approvals" as const, "change.pipeline" as const],
      },
    };
    const judged = (gates: object, stack: string) =>
      judge(releaseGatesDeclared, service({ gates }), { stack, settings });

    it("passes what declares all of it", async () => {
      expect(await judged({ window: {}, approvals: {}, change: { pipeline: { key: {} } } }, "prod")).toEqual([]);
      expect(await judged({ image: {} }, "stg")).toEqual([]);
      expect(await judged({}, "dev")).toEqual([]);
    });

    it("refuses each that is missing, to the part of it", async () => {
      expect(await judged({ window: {}, approvals: null, change: { ticket: "" } }, "prod")).toEqual([
        "gates.approvals: must be declared in prod, got nothing. Declare it here or under `tidegate:gates`.",
        "gates.change.pipeline: must be declared in prod, got nothing. Declare it here or under `tidegate:gates`.",
      ]);
      expect(await judged({ window: {} }, "stg")).toEqual([
        "gates.image: must be declared in stg, got nothing. Declare it here or under `tidegate:gates`.",
      ]);
    });
  });

  it.each(["dev", "stg"])("asks for nothing in %s", async (stack) => {
    expect(await judge(releaseGatesDeclared, service({ gates: undefined }), { stack })).toEqual([]);
  });

  it("says nothing of what a preview cannot know yet", async () => {
    for (const gates of [UNKNOWN_OBJECT, { window: UNKNOWN_OBJECT }]) {
      expect(await judge(releaseGatesDeclared, service({ gates }), { stack: "prod" })).toEqual([]);
    }
  });

  it("does not apply to an edge", async () => {
    expect(await judge(releaseGatesDeclared, edge(), { stack: "prod" })).toEqual({
      notApplicable: "Judges resources of other types",
    });
  });
});
