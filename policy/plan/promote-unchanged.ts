import { configDifferences } from "../../model/promotion.ts";
import { CONTAINER } from "../resource-types.ts";
import type { PlannedStep, PlanRule } from "./plan.ts";

const WORDS = { missing: "is missing, and", added: "is there, and not", changed: "differs from what is" } as const;

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
    const resource = { urn: `urn:pulumi:${stack}::config`, type: CONFIG, name: `Pulumi.${to}.yaml` };
    // Never a value: a key may hold what should have been a secret.
    const violations = configDifferences(before, after, mayDiffer).map(
      ({ key, kind }) =>
        `${key}: must be as in ${from}: ${WORDS[kind]} in Pulumi.${from}.yaml. Try it in staging first.`,
    );
    return [{ resource, violations }];
  },
};

/** Settings come with new containers. A flip or a rollback, to what has been tried and runs, waits for no staging. */
function bringsContainers(steps: readonly PlannedStep[]): boolean {
  return steps.some(({ type, op }) => type === CONTAINER && (op === "create" || op === "replace"));
}

/** Stands for a resource type where a stack's file is judged. */
const CONFIG = "tidegate:index:StackConfig";
