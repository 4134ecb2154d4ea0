import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getAt, keepOld, parsePath, renderPath, touches } from "../../../../../engine/embedded/values/path.ts";
import { Secret, type ValueObject } from "../../../../../engine/embedded/values/value.ts";

describe("a property path", () => {
  it.each([
    ["labels.foo", ["labels", "foo"]],
    ["envs[0]", ["envs", 0]],
    ["ports[*].internal", ["ports", "*", "internal"]],
    ['root["a.b"].c', ["root", "a.b", "c"]],
    ["*", ["*"]],
  ])("%s is read", (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each(["", "a[", "a[x]", "a..b", ".", 'a["b]'])("%j is none", (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  it("is read the way it is written, whatever its names", () => {
    const step = fc.oneof(fc.string({ minLength: 1 }), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (path) => {
        expect(parsePath(renderPath(path))).toEqual(path);
      }),
    );
  });

  it("finds a value, with the secrecy of what it lies in", () => {
    const root: ValueObject = { a: new Secret({ b: [1, 2] }), c: null };
    expect(getAt(root, ["a", "b", 1])).toEqual(new Secret(2));
    expect(getAt(root, ["c"])).toBeNull();
    expect(getAt(root, ["c", "d"])).toBeUndefined();
    expect(getAt(root, ["toString"])).toBeUndefined();
  });
});

describe("touches", () => {
  it.each([
    [["tags"], ["tags"], true],
    [["tags"], ["tags", "x"], true],
    [["tags", "x"], ["tags"], true],
    [["tags", "x"], ["tags", "y"], false],
    [["list", "*", "a"], ["list", 3, "a"], true],
    [["list", "*", "a"], ["list", 3, "b"], false],
    [["*"], ["anything", 0], true],
  ])("pattern %j and path %j: %s", (pattern, path, expected) => {
    expect(touches(pattern, path)).toBe(expected);
  });
});

describe("keepOld", () => {
  it.each<[string, ValueObject, ValueObject, ValueObject]>([
    ["a changed value", { a: 1 }, { a: 2 }, { a: 1 }],
    ["an added value", {}, { a: 2 }, {}],
    ["a removed value", { a: 1 }, {}, { a: 1 }],
  ])("undoes %s", (_what, olds, news, kept) => {
    expect(keepOld(news, olds, ["a"])).toEqual(kept);
  });

  it("leaves everything beside the path alone", () => {
    const news = { tags: { x: 2, y: 2 }, list: [{ a: 2, b: 2 }, { a: 3 }] };
    const olds = { tags: { x: 1, y: 1 }, list: [{ a: 1, b: 1 }] };
    expect(keepOld(news, olds, ["tags", "x"])).toEqual({ ...news, tags: { x: 1, y: 2 } });
    expect(keepOld(news, olds, ["list", 0, "a"])).toEqual({ ...news, list: [{ a: 1, b: 2 }, { a: 3 }] });
    expect(keepOld(news, olds, ["list", "*", "a"])).toEqual({ ...news, list: [{ a: 1, b: 2 }, {}] });
    expect(keepOld(news, olds, ["tags", "*"])).toEqual({ ...news, tags: { x: 1, y: 1 } });
    expect(keepOld(news, olds, ["*"])).toEqual(olds);
    expect(keepOld(news, olds, ["none", "x"])).toEqual(news);
  });

  it("keeps a secret secret", () => {
    const olds = { tags: new Secret({ x: "a" }) };
    const news = { tags: new Secret({ x: "b", y: "c" }) };
    expect(keepOld(news, olds, ["tags", "x"])).toEqual({ tags: new Secret({ x: "a", y: "c" }) });
  });
});
