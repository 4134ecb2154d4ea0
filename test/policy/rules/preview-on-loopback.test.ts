import { describe, expect, it } from "vitest";
import { previewOnLoopback } from "../../../policy/rules/preview-on-loopback.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

describe("preview-on-loopback", () => {
  it.each(["127.0.0.1:8081", "[::1]:8081", UNKNOWN_TEXT])("accepts preview: %s", async (preview) => {
    expect(await judge(previewOnLoopback, edge({ preview }), { stack: "prod" })).toEqual([]);
  });

  it.each([
    ["0.0.0.0:8081", '"0.0.0.0:8081"'],
    ["[::]:8081", '"[::]:8081"'],
    ["127.0.0.1.example.com:8081", '"127.0.0.1.example.com:8081"'],
    [undefined, "nothing"],
  ])("refuses preview: %s, in every tier", async (preview, got) => {
    for (const stack of ["dev", "stg", "prod"]) {
      expect(await judge(previewOnLoopback, edge({ preview }), { stack })).toEqual([
        `preview: must listen on loopback only, got ${got}. Use a port of 127.0.0.1 and \`ssh -L\`.`,
      ]);
    }
  });

  it("does not apply to a service", async () => {
    expect(await judge(previewOnLoopback, service())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
