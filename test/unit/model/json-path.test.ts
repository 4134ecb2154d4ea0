import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJsonPath, readJsonPath } from "../../../model/json-path.ts";

const ANSWER = { status: "UP", items: [{ id: 7 }, { id: 8 }], "a b": { "c-d": null }, list: { length: 1 } };

test.each<[string, unknown]>([
  ["$", ANSWER],
  ["$.status", "UP"],
  ["$.items[1].id", 8],
  ['$["a b"].c-d', null],
  ["$['a b']['c-d']", null],
  ["$.list.length", 1],
  ["$.items[2]", undefined],
  ["$.items.length", undefined],
  ["$.items.id", undefined],
  ["$.status[0]", undefined],
  ["$.list[0]", undefined],
  ["$.constructor", undefined],
  ["$.__proto__", undefined],
])("finds at %s what is there", (path, value) => {
  const steps = parseJsonPath(path);
  expect(steps).toBeDefined();
  expect(readJsonPath(ANSWER, steps ?? [])).toEqual(value);
});

test.each([
  "",
  "status",
  "$.",
  "$..id",
  "$.items[*]",
  "$.items[-1]",
  "$.items[?(@.id)]",
  "$ .a",
  "$.a b",
  '$["a',
  "$[0",
])("knows no path %s", (path) => {
  expect(parseJsonPath(path)).toBeUndefined();
});

test("finds every value under the names that lead to it", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/["\\]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.oneof(name, fc.nat(9)), { maxLength: 5 }), fc.jsonValue(), (steps, leaf) => {
      const value = steps.toReversed().reduce<unknown>((inner, step) => {
        return typeof step === "number" ? [...Array<null>(step).fill(null), inner] : { [step]: inner };
      }, leaf);
      if (steps.includes("__proto__")) return;
      const path = `$${steps.map((step) => (typeof step === "number" ? `[${step}]` : `["${step}"]`)).join("")}`;
      expect(parseJsonPath(path)).toEqual(steps);
      expect(readJsonPath(value, steps)).toEqual(leaf);
    }),
  );
});
