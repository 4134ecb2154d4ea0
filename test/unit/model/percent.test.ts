import { expect, test } from "vitest";
import { parsePercent, percentRatio } from "../../../model/percent.ts";

test.each([
  ["5%", 0.05],
  ["0.5%", 0.005],
  ["100%", 1],
  ["0%", 0],
])("reads %s", (text, ratio) => {
  expect(parsePercent(text)).toBeCloseTo(ratio, 12);
});

test.each(["5", "5 %", "-1%", "1e1%", ".5%", "5%%", ""])("takes %j for no share", (text) => {
  expect(parsePercent(text)).toBeUndefined();
});

test("throws on a text that no schema has accepted", () => {
  expect(() => percentRatio("five")).toThrow('not a share: "five"');
});
