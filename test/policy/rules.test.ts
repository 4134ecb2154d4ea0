import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TIERS } from "../../model/tier.ts";
import { Exceptions } from "../../policy/exceptions.ts";
import { ADVISORY_IN_DEV, levelOf } from "../../policy/levels.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import type { Framework, JudgeContext } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import { settingsSchema } from "../../policy/settings.ts";
import { toPolicy } from "../../policy/to-policies.ts";
import { REPOSITORY } from "../support/repository.ts";

const ids = RULES.map((rule) => rule.id);

const frameworkTexts = ({ name, version, reference, specification }: Framework) => [
  name,
  version,
  reference,
  specification,
];

describe("the pack", () => {
  it("has one file and one test for every rule, and no rule twice", () => {
    const files = readdirSync(join(REPOSITORY, "policy", "rules")).map((file) => file.replace(/\.ts$/, ""));
    expect(files.toSorted()).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    const untested = ids.filter((id) => !existsSync(join(REPOSITORY, "test", "policy", "rules", `${id}.test.ts`)));
    expect(untested).toEqual([]);
  });

  it.each(RULES)("explains $id: what, why, where from, what to do", (rule) => {
    expect(rule.id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    const texts = [rule.title, rule.description, rule.rationale, rule.remediation, ...frameworkTexts(rule.framework)];
    expect(texts.filter((text) => text.trim() === "")).toEqual([]);
    expect(rule.description).toMatch(/\.$/);
    expect(rule.example.refused).not.toBe(rule.example.accepted);
  });

  it("blocks everything in stg and prod, and only the table's rules merely warn in dev", () => {
    const all = [...ids, ...PLAN_RULES.map(({ id }) => id)];
    expect([...ADVISORY_IN_DEV].filter((id) => !all.includes(id))).toEqual([]);
    for (const tier of TIERS) {
      const advisory = all.filter((id) => levelOf(id, tier) === "advisory");
      expect(advisory.toSorted()).toEqual(tier === "dev" ? [...ADVISORY_IN_DEV].toSorted() : []);
    }
  });

  it("tells Pulumi the level of each rule, because one left out would only warn", () => {
    const context = {
      project: "p",
      stack: "prod",
      tier: "prod" as const,
      settings: settingsSchema.parse({}),
      otherStacks: [],
    } satisfies JudgeContext;
    const exceptions = new Exceptions([], { stack: "prod", today: "2026-11-21" });
    const levels = RULES.map((rule) => toPolicy(rule, context, exceptions).enforcementLevel);
    expect(new Set(levels)).toEqual(new Set(["mandatory"]));
  });
});
