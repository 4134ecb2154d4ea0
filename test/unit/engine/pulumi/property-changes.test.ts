import { describe, expect, it } from "vitest";
import { parsePath, propertyChanges } from "../../../../engine/pulumi/property-changes.ts";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

describe("parsePath", () => {
  it.each([
    ["a", ["a"]],
    ["a.b[0].c", ["a", "b", "0", "c"]],
    ['labels["tidegate.color"]', ["labels", "tidegate.color"]],
    ['a["say \\"hi\\""]', ["a", 'say "hi"']],
  ])("reads %s", (path, keys) => {
    expect(parsePath(path)).toEqual(keys);
  });
});

describe("propertyChanges", () => {
  const step = { op: "update", urn: "u", type: "t" };

  it("never shows a secret, old or new", () => {
    const changes = propertyChanges({
      ...step,
      old: { inputs: {}, outputs: { stdin: SECRET } },
      new: { inputs: { stdin: SECRET } },
      detailedDiff: { stdin: { diffKind: "update" } },
    });
    expect(changes).toEqual([{ path: "stdin", old: "[secret]", new: "[secret]", replaces: false }]);
  });

  it("says so of what a preview cannot know", () => {
    const changes = propertyChanges({
      ...step,
      old: { inputs: { image: "sha256:1" } },
      new: { inputs: { image: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } },
      detailedDiff: { image: { diffKind: "update-replace", inputDiff: true } },
    });
    expect(changes).toEqual([{ path: "image", old: "sha256:1", new: "[known after up]", replaces: true }]);
  });

  it("leaves out the side that is not there", () => {
    const changes = propertyChanges({
      ...step,
      old: { inputs: { a: 1 } },
      new: { inputs: { b: 2 } },
      detailedDiff: { a: { diffKind: "delete" }, b: { diffKind: "add" } },
    });
    expect(changes).toEqual([
      { path: "a", old: 1, replaces: false },
      { path: "b", new: 2, replaces: false },
    ]);
  });

  it("has none for a resource that is made", () => {
    expect(propertyChanges({ ...step, op: "create", old: null, new: { inputs: { a: 1 } } })).toEqual([]);
  });
});
