import { describe, expect, it } from "vitest";
import { drainSet } from "../../../policy/rules/drain-set.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

describe("drain-set", () => {
  it.each(["1s", "1000ms", "1h", UNKNOWN_TEXT])("accepts drain: %s", async (drain) => {
    expect(await judge(drainSet, service({ drain }), { stack: "prod" })).toEqual([]);
  });

  it.each([
    ["stg", "0s", 'drain: must be at least 1s in stg, got "0s".'],
    ["prod", "999ms", 'drain: must be at least 1s in prod, got "999ms".'],
    ["prod", "long", 'drain: must be at least 1s in prod, got "long".'],
    ["any", undefined, "drain: must be at least 1s in prod, got nothing."],
  ])("refuses in %s drain: %s", async (stack, drain, violation) => {
    expect(await judge(drainSet, service({ drain }), { stack })).toEqual([
      `${violation} Raise it above what the slowest answer takes.`,
    ]);
  });

  it("does not apply to dev, nor to an edge", async () => {
    expect(await judge(drainSet, service({ drain: "0s" }))).toEqual({
      notApplicable: "In dev, a replica may go at once",
    });
    expect(await judge(drainSet, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
