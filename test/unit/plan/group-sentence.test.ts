import { expect, test } from "vitest";
import { groupSentence } from "../../../plan/group-sentence.ts";

const plans = (...moves: boolean[]) =>
  moves.map((each, index) => ({ member: { service: ["cart", "pay", "web"][index] ?? "" }, plan: { moves: each } }));

test.each([
  [plans(true, true, false), "checkout: traffic of cart, pay moves at one moment, or of none of them"],
  [plans(true, false), undefined],
  [plans(false, false), undefined],
])("%j", (services, sentence) => {
  expect(groupSentence("checkout", services)).toBe(sentence);
});
