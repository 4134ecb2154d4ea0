import { describe, expect, it } from "vitest";
import { rollbackTarget } from "../../../policy/rules/rollback-target.ts";
import { edge, service, SERVICE } from "../compliant-service.ts";
import { judge, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const missing = (path: string, got: string) =>
  `${path}: must name what a rollback brings back, got ${got}. Keep the release that served before.`;

describe("rollback-target", () => {
  it.each([
    ["two releases", {}],
    ["an idle color a preview does not know", { green: UNKNOWN_OBJECT }],
    ["an idle image a preview does not know", { green: { ...SERVICE.green, image: UNKNOWN_TEXT } }],
    ["an active color a preview does not know", { activeColor: UNKNOWN_TEXT, green: undefined }],
  ])("accepts %s", async (_what, changes) => {
    expect(await judge(rollbackTarget, service(changes))).toEqual([]);
  });

  it.each([
    ["an empty idle color", { green: undefined }, missing("green", "nothing")],
    ["an empty blue while green serves", { activeColor: "green", blue: undefined }, missing("blue", "nothing")],
    ["no image in it", { green: { version: "1.4.2" } }, missing("green.image", "nothing")],
    ["an empty image in it", { green: { version: "1.4.2", image: "" } }, missing("green.image", '""')],
    ["no version in it", { green: { image: "shop:1.4.2" } }, missing("green.version", "nothing")],
    [
      "another active color than there are",
      { activeColor: "red" },
      'activeColor: must be blue or green, got "red". Name the color that serves.',
    ],
    [
      "no active color",
      { activeColor: undefined },
      "activeColor: must be blue or green, got nothing. Name the color that serves.",
    ],
  ])("refuses a service with %s", async (_what, changes, violation) => {
    expect(await judge(rollbackTarget, service(changes))).toEqual([violation]);
  });

  it("does not apply to an edge", async () => {
    expect(await judge(rollbackTarget, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
