import { expect, test } from "vitest";
import { nearest } from "../../../model/nearest.ts";

const KEYS = ["activeColor", "replicas", "route", "blue", "green"];

test.each([
  ["actveColor", "activeColor"],
  ["activecolor", "activeColor"],
  ["replcias", "replicas"],
  ["rout", "route"],
  ["bleu", "blue"],
  ["gren", "green"],
])("takes %s for %s", (word, meant) => expect(nearest(word, KEYS)).toBe(meant));

test.each([["color"], ["blue"], ["x"], [""], ["replicationFactor"]])("takes %j for nothing that there is", (word) => {
  expect(nearest(word, ["activeColor", "replicas", "route", "blue"])).toBeUndefined();
});
