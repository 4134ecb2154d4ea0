import { describe, expect, it } from "vitest";
import { paintFor } from "../../../../cli/display/paint.ts";
import { renderSeconds, shortType, stepLine, summaryText, typeOfUrn } from "../../../../cli/display/step-text.ts";

describe("step texts", () => {
  it("writes a step with its type in short and its time", () => {
    const step = {
      op: "create",
      urn: "u",
      type: "docker:index/container:Container",
      name: "shop-green-0",
      changes: [],
    } as const;
    expect(stepLine(step, "done", paintFor(false), 840)).toBe("+ created   shop-green-0  docker:Container  0.8s");
    expect(stepLine(step, "planned", paintFor(false))).toBe("+ create    shop-green-0  docker:Container");
  });

  it.each([
    [840, "0.8s"],
    [12_400, "12s"],
    [59_900, "60s"],
    [125_000, "2m05s"],
  ])("renders %i ms as %s", (ms, text) => {
    expect(renderSeconds(ms)).toBe(text);
  });

  it("keeps types it does not know", () => {
    expect(shortType("strange")).toBe("strange");
  });

  it("finds the type in the URN of a child", () => {
    expect(typeOfUrn("urn:pulumi:dev::p::tidegate:index:Pool$command:local:Command::limits")).toBe(
      "command:local:Command",
    );
  });

  it("counts what is planned and what was done in their own words", () => {
    expect(summaryText({ create: 3, same: 14 }, true)).toBe("3 to create, 14 unchanged");
    expect(summaryText({ create: 3, update: 1, same: 14 }, false)).toBe("3 created, 1 updated, 14 unchanged");
    expect(summaryText({}, true)).toBe("nothing to do");
  });
});
