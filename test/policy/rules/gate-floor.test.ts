import { describe, expect, it } from "vitest";
import { gateFloor } from "../../../policy/rules/gate-floor.ts";
import { edge, service, SERVICE } from "../compliant-service.ts";
import { judge, UNKNOWN_LIST, UNKNOWN_NUMBER, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const gate = (changes: object) => ({ gate: { ...SERVICE.gate, ...changes } });
const blue = (changes: object) => ({ blue: { ...SERVICE.blue, ...changes } });

describe("gate-floor", () => {
  it.each([
    ["dev", "a single pass", gate({ passes: 1 })],
    ["stg", "two passes", gate({ passes: 2 })],
    ["prod", "three passes", gate({ passes: 3 })],
    ["prod", "just the time that the passes take", gate({ passes: 10, interval: "100ms", within: "1s" })],
    ["stg", "no smoke request", blue({ smoke: [] })],
    ["prod", "a color that is not declared", { green: undefined }],
    ["prod", "what a preview does not know", { gate: UNKNOWN_OBJECT, blue: UNKNOWN_OBJECT }],
    ["prod", "smoke requests a preview does not know", blue({ smoke: UNKNOWN_LIST })],
    ["prod", "passes a preview does not know", gate({ passes: UNKNOWN_NUMBER, within: "1s" })],
    ["prod", "a time a preview does not know", gate({ within: UNKNOWN_TEXT })],
  ])("accepts in %s %s", async (stack, _what, changes) => {
    expect(await judge(gateFloor, service(changes), { stack })).toEqual([]);
  });

  it.each([
    ["dev", gate({ passes: 0 }), ["gate.passes: must be at least 1 in dev, got 0. Raise it."]],
    ["stg", gate({ passes: 1 }), ["gate.passes: must be at least 2 in stg, got 1. Raise it."]],
    ["prod", gate({ passes: 2 }), ["gate.passes: must be at least 3 in prod, got 2. Raise it."]],
    ["any", gate({ passes: undefined }), ["gate.passes: must be at least 3 in prod, got nothing. Raise it."]],
    [
      "dev",
      gate({ passes: 10, interval: "101ms", within: "1s" }),
      ['gate.within: must be at least the 1010ms that 10 passes take, got "1s". Raise it, or lower `gate.interval`.'],
    ],
    [
      "dev",
      gate({ passes: UNKNOWN_NUMBER, within: "soon" }),
      ['gate.within: must be a duration, got "soon". Write it like "100ms" or "30s".'],
    ],
    [
      "dev",
      gate({ interval: undefined, within: UNKNOWN_TEXT }),
      ['gate.interval: must be a duration, got nothing. Write it like "100ms" or "30s".'],
    ],
    [
      "prod",
      blue({ smoke: [] }),
      ["blue.smoke: must have at least one request in prod, got []. Add one, such as `path: /`."],
    ],
    [
      "prod",
      { ...blue({ smoke: undefined }), green: UNKNOWN_OBJECT },
      ["blue.smoke: must have at least one request in prod, got nothing. Add one, such as `path: /`."],
    ],
    [
      "stg",
      { gate: undefined },
      [
        "gate.passes: must be at least 2 in stg, got nothing. Raise it.",
        'gate.interval: must be a duration, got nothing. Write it like "100ms" or "30s".',
        'gate.within: must be a duration, got nothing. Write it like "100ms" or "30s".',
      ],
    ],
  ])("refuses in %s %j", async (stack, changes, violations) => {
    expect(await judge(gateFloor, service(changes), { stack })).toEqual(violations);
  });

  it("does not apply to an edge", async () => {
    expect(await judge(gateFloor, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
