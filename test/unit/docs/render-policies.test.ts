import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderPoliciesPage } from "../../../docs/render-policies.ts";
import { PLAN_RULES } from "../../../policy/plan/plan-rules.ts";
import { ruleUrl } from "../../../policy/rule-url.ts";
import { RULES } from "../../../policy/rules.ts";

const page = readFileSync(new URL("../../../docs/policies.md", import.meta.url), "utf8");

test("keeps docs/policies.md in step with the rules", () => {
  expect(page, "run `npm run docs` and commit the page").toBe(renderPoliciesPage());
});

test("has a heading for every rule where its address points", () => {
  const headings = new Set([...page.matchAll(/^### (.+)$/gm)].map(([, heading]) => `docs/policies.md#${heading}`));
  expect(headings).toEqual(new Set([...RULES, ...PLAN_RULES].map(({ id }) => ruleUrl(id))));
});

test("explains every key of the settings", () => {
  const rows = page.split("\n").filter((line) => /^\| `/.test(line));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((line) => /\|\s*\|$/.test(line))).toEqual([]);
});
