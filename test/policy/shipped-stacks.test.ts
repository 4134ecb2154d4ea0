import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseStackConfig } from "../../model/parse-stack-config.ts";
import { TIERS } from "../../model/tier.ts";
import { SERVICE_RULES } from "../../policy/groups/service.ts";
import { BLUE_GREEN_SERVICE, EDGE } from "../../policy/resource-types.ts";
import { SETTINGS_FILE } from "../../policy/settings.ts";
import { REPOSITORY } from "../support/repository.ts";
import { judge, type JudgeOptions } from "./judge.ts";

/** What the components show of a shipped stack file. */
function shownBy(stack: string) {
  const { config } = parse(readFileSync(join(REPOSITORY, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>; // the files of this repository
  };
  const keys = Object.entries(config).map(([key, value]) => [key.replace(/^tidegate:/, ""), value] as const);
  const { services, edge, allowEdgeReplace, tier } = parseStackConfig(Object.fromEntries(keys), stack);
  const shown = Object.entries(services).map(([name, spec]) => ({ type: BLUE_GREEN_SERVICE, name, props: spec }));
  return { tier, resources: [...shown, { type: EDGE, name: "edge", props: { ...edge, allowEdgeReplace } }] };
}

describe.each(TIERS)("the shipped stack %s", (stack) => {
  const { tier, resources } = shownBy(stack);
  const settings = parse(readFileSync(join(REPOSITORY, SETTINGS_FILE), "utf8")) as JudgeOptions["settings"]; // the shipped one

  it("says the tier it is of, and shows a service and an edge", () => {
    expect(tier).toBe(stack);
    expect(resources.map(({ name }) => name)).toEqual(["shop", "edge"]);
  });

  it.each(SERVICE_RULES)("keeps $id", async (rule) => {
    const judged = resources.filter(({ type }) => rule.judges.includes(type));
    expect(judged.length).toBeGreaterThan(0);
    for (const resource of judged) {
      const judgement = await judge(rule, resource, { stack, ...(settings === undefined ? {} : { settings }) });
      expect(Array.isArray(judgement) ? judgement : []).toEqual([]);
    }
  });
});
