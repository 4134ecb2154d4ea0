import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderConfigurationPage } from "../../../docs/render-configuration.ts";

const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");

test("keeps docs/configuration.md in step with the schemas", () => {
  expect(page, "run `npm run docs` and commit the page").toBe(renderConfigurationPage());
});

test("explains every key", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((line) => /\|\s*\|$/.test(line))).toEqual([]);
});
