import { matchesGlob } from "../../model/glob.ts";
import { CONTAINER } from "../resource-types.ts";
import type { PlannedStep, PlanRule } from "./plan.ts";

/** What was tried in staging is what production gets. */
export const promoteUnchanged: PlanRule = {
  id: "promote-unchanged",
  title: "Production equals staging",
  group: "plan",
  description:
    "When new containers come to production, its config equals that of staging in everything but the keys that `mayDiffer`.",
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
  notApplicable: "Judges the config of production, when new containers come to it",
  check: ({ stack, steps, configs, settings }) => {
    const { from, to, mayDiffer } = settings.promotion;
    const [before, after] = [configs[from], configs[to]];
    if (stack !== to || before === undefined || after === undefined || !bringsContainers(steps)) return [];
    const [was, is] = [flatten(before), flatten(after)];
    const keys = [...new Set([...was.keys(), ...is.keys()])].toSorted();
    const differing = keys.filter(
      (key) => was.get(key) !== is.get(key) && !mayDiffer.some((pattern) => covers(pattern, key)),
    );
    const resource = { urn: `urn:pulumi:${stack}::config`, type: CONFIG, name: `Pulumi.${to}.yaml` };
    // Never a value: a key may hold what should have been a secret.
    const violations = differing.map((key) => {
      const what = !is.has(key) ? "is missing, and" : !was.has(key) ? "is there, and not" : "differs from what is";
      return `${key}: must be as in ${from}: ${what} in Pulumi.${from}.yaml. Try it in staging first.`;
    });
    return [{ resource, violations }];
  },
};

/** Settings come with new containers. A flip or a rollback, to what has been tried and runs, waits for no staging. */
function bringsContainers(steps: readonly PlannedStep[]): boolean {
  return steps.some(({ type, op }) => type === CONTAINER && (op === "create" || op === "replace"));
}

/** Stands for a resource type where a stack's file is judged. */
const CONFIG = "tidegate:index:StackConfig";

/** A pattern covers its key and everything below. */
function covers(pattern: string, key: string): boolean {
  return matchesGlob(pattern, key) || matchesGlob(`${pattern}.*`, key);
}

/** Every value that holds no others as JSON, by its path. No two stacks share a ciphertext, so all of those are equal. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  if ("secure" in value) return new Map([[path, "secure"]]);
  if (Array.isArray(value) && value.length === 0) return new Map([[path, "[]"]]);
  const children = Object.entries(value).flatMap(([key, child]) => [
    ...(path === "" ? flatten(asText(child), key) : flatten(child, `${path}.${key}`)),
  ]);
  return new Map(children);
}

/** At the top of a config the Pulumi CLI puts every plain value in quotes when it writes the file, and programs read both alike. */
function asText(value: unknown): unknown {
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}
