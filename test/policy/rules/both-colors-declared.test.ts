import { describe, expect, it } from "vitest";
import { bothColorsDeclared } from "../../../policy/rules/both-colors-declared.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_OBJECT } from "../judge.ts";

const missing = (color: string) => `${color}: must be declared, got nothing. Add its \`version\` and \`image\`.`;

describe("both-colors-declared", () => {
  it.each([
    ["two colors", {}],
    ["two colors of which a preview knows one", { green: UNKNOWN_OBJECT }],
  ])("accepts %s", async (_what, changes) => {
    expect(await judge(bothColorsDeclared, service(changes))).toEqual([]);
  });

  it.each([
    ["no green", { green: undefined }, [missing("green")]],
    ["no blue", { blue: undefined, green: UNKNOWN_OBJECT }, [missing("blue")]],
    ["no color at all", { blue: undefined, green: undefined }, [missing("blue"), missing("green")]],
  ])("refuses a service with %s", async (_what, changes, violations) => {
    expect(await judge(bothColorsDeclared, service(changes))).toEqual(violations);
  });

  it("does not apply to an edge", async () => {
    expect(await judge(bothColorsDeclared, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
