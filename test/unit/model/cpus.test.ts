import { expect, test } from "vitest";
import { renderCpus } from "../../../model/cpus.ts";

// the second column is what the stock plugin's own function gives
test.each([
  [0.5, "0.5"],
  [0.25, "0.25"],
  [0.1, "0.1"],
  [1, "1.0"],
  [1.5, "1.5"],
  [1.05, "1.05"],
  [2, "2.0"],
  [10, "10."],
  [10.5, "10.5"],
  [12, "12.0"],
  [0.05, "0.1"],
  [0.01, "0.0"],
])("reads %d cores as %s", (cores, text) => {
  expect(renderCpus(cores)).toBe(text);
});
