import { expect, test } from "vitest";
import { refusedLines } from "../../../../edge/control/log-check.ts";

test.each([
  ["2026-01-01 12:00:00.000 ERROR 1 --- [main] o.s.boot.SpringApplication : failed", true],
  ['{"level":"error","msg":"no"}', true],
  ['{"severity": "FATAL"}', true],
  ["SEVERE: Servlet threw exception", true],
  ["0 errors, ErrorHandler loaded, NO_ERROR_PAGE", false],
  ['{"level":"info","msg":"error page loaded"}', false],
])("knows a line of a level that is not to be: %s", (line, isRefused) => {
  expect(refusedLines([line], {})).toEqual(isRefused ? [line] : []);
});

test("refuses what is named instead, but for what is known", () => {
  const lines = ["ERROR a", "boom 1", "boom 2 harmless"];
  expect(refusedLines(lines, { refuse: ["boom"], ignore: ["harmless"] })).toEqual(["boom 1"]);
});
