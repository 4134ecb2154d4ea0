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
