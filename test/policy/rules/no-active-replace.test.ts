import { describe, expect, it } from "vitest";
import { noActiveReplace } from "../../../policy/rules/no-active-replace.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_FLAG } from "../judge.ts";

describe("no-active-replace", () => {
  it.each([
    ["stg", service()],
    ["prod", service()],
    ["prod", edge()],
    ["prod", service({ allowActiveReplace: UNKNOWN_FLAG })],
    ["prod", edge({ allowEdgeReplace: UNKNOWN_FLAG })],
  ])("accepts in %s what is guarded", async (stack, resource) => {
    expect(await judge(noActiveReplace, resource, { stack })).toEqual([]);
  });

  it.each([
    ["stg", service({ allowActiveReplace: true }), "allowActiveReplace: must be false in stg, got true."],
    ["prod", service({ allowActiveReplace: undefined }), "allowActiveReplace: must be false in prod, got nothing."],
    ["any", edge({ allowEdgeReplace: true }), "allowEdgeReplace: must be false in prod, got true."],
    ["stg", edge({ allowEdgeReplace: undefined }), "allowEdgeReplace: must be false in stg, got nothing."],
  ])("refuses in %s what is not", async (stack, resource, violation) => {
    expect(await judge(noActiveReplace, resource, { stack })).toEqual([`${violation} Set it to false.`]);
  });

  it("does not apply to dev, nor to anything else", async () => {
    const reason = "In dev, containers that serve may be replaced";
    expect(await judge(noActiveReplace, service({ allowActiveReplace: true }))).toEqual({ notApplicable: reason });
    const volume = { type: "docker:index/volume:Volume", props: { allowActiveReplace: true } };
    expect(await judge(noActiveReplace, volume)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
