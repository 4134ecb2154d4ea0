import { matchesGlob } from "../glob.ts";
import type { PlanRule } from "./plan.ts";

/** What was tried in staging is what production gets. */
export const promoteUnchanged: PlanRule = {
  id: "promote-unchanged",
  title: "Production equals staging",
  group: "plan",
  description: "The config of production equals that of staging in everything but the keys that `mayDiffer`.",
  rationale: "A setting that only production has was tried nowhere: its first test is the release.",
  severity: "high",
  framework: {
    name: "The Twelve-Factor App",
    version: "2017",
    reference: "X. Dev/prod parity",
    specification: "Keep development, staging, and production as similar as possible.",
  },
  remediation:
    "Give both stacks the same value, or add the key to `promotion.mayDiffer` in tidegate-policy.yaml, with a reviewer.",
  example: {
    refused: "# Pulumi.prod.yaml\nhealth: { path: /ready }   # stg: /healthz",
    accepted: "# Pulumi.prod.yaml\nhealth: { path: /healthz }",
  },
  check: ({ stack, configs, settings }) => {
    const { from, to, mayDiffer } = settings.promotion;
    const [before, after] = [configs[from], configs[to]];
    if (stack !== to || before === undefined || after === undefined) return [];
    const [was, is] = [flatten(before), flatten(after)];
    const keys = [...new Set([...was.keys(), ...is.keys()])].toSorted();
    const differing = keys.filter(
      (key) => was.get(key) !== is.get(key) && !mayDiffer.some((pattern) => covers(pattern, key)),
    );
    const resource = { urn: `urn:pulumi:${stack}::config`, type: CONFIG, name: `Pulumi.${to}.yaml` };
    const describe = (text: string | undefined) => text ?? "nothing";
    // Values of these keys are no secrets: where secrets stand may always differ.
    const violations = differing.map(
      (key) =>
        `${key}: must be as in ${from}, got ${describe(is.get(key))} instead of ${describe(was.get(key))}. ` +
        "Try it in staging first.",
    );
    return [{ resource, violations }];
  },
};

/** Stands for a resource type where a stack's file is judged. */
const CONFIG = "tidegate:index:StackConfig";

/** A pattern covers its key and everything below. */
function covers(pattern: string, key: string): boolean {
  return matchesGlob(pattern, key) || matchesGlob(`${pattern}.*`, key);
}

/** Every value that holds no others as JSON, by its path; empty lists and objects count as values. */
function flatten(value: unknown, path = ""): Map<string, string> {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return new Map(path === "" ? [] : [[path, JSON.stringify(value)]]);
  const children = Object.entries(value).flatMap(([key, child]) => [
    ...flatten(child, path === "" ? key : `${path}.${key}`),
  ]);
  return new Map(children);
}
