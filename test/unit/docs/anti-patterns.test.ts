import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PLAN_RULES } from "../../../policy/plan/plan-rules.ts";
import { RULES } from "../../../policy/rules.ts";

const page = readFileSync(new URL("../../../docs/anti-patterns.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1);
const ids = [...RULES, ...PLAN_RULES].map(({ id }) => id);

/** `ids-in-backticks` after "Refused by": a rule id has at least one hyphen and nothing but small letters and digits. */
const namedRules = (section: string) =>
  [...section.slice(section.indexOf("\n**")).matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].flatMap(([, id]) => id ?? []);

describe("docs/anti-patterns.md", () => {
  it("has ten", () => {
    expect(sections.map((section) => Number.parseInt(section))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("names only rules that there are", () => {
    const named = sections.flatMap(namedRules);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(sections.map((section) => ({ section, title: section.split("\n")[0] ?? "" })))(
    "says of $title what refuses it, with a failing example",
    ({ section }) => {
      expect(section).toMatch(/\n\*\*(?:Refused by|Refused in part, by)\*\* /);
      const examples = [...section.matchAll(/```yaml\n([^`]*)```/g)].map(([, example = ""]) => example);
      expect(examples).toHaveLength(1);
      expect(parse(examples[0] ?? "")).toBeTypeOf("object");
    },
  );

  it("says of what is refused in part only, or by no rule, what belongs to a later part", () => {
    const partly = sections.filter(
      (section) => section.includes("**Refused in part") || namedRules(section).length < 2,
    );
    expect(partly.map((section) => Number.parseInt(section))).toEqual([4, 5, 7, 10]);
    expect(partly.filter((section) => !section.includes("later part"))).toEqual([]);
  });
});
