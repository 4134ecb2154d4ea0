import type { Tier } from "../model/tier.ts";
import type { PolicySettings } from "./settings.ts";

/** `plan` rules are judged by `tidegate` over the steps of a run; a pack knows no old state and no other stack. */
export const RULE_GROUPS = ["images", "secrets", "containers", "service", "stack", "aws", "plan"] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];
export type RuleSeverity = "low" | "medium" | "high" | "critical";

/** Where a rule comes from. */
export interface Framework {
  name: string;
  version: string;
  /** Number or heading there. */
  reference: string;
  /** What it asks, in a sentence. */
  specification: string;
}

/** What is said of a rule, wherever it is judged: `policy explain`, its docs page and every report take it from here. */
export interface RuleText {
  /** Kebab-case, and the name of its file. */
  id: string;
  title: string;
  group: RuleGroup;
  /** What it asks for, in a sentence. */
  description: string;
  /** What goes wrong without it. */
  rationale: string;
  severity: RuleSeverity;
  framework: Framework;
  /** What to do about a violation. */
  remediation: string;
  /** The same few lines twice, as a stack file, an argument or a resource has them. */
  example: { refused: string; accepted: string };
}

/** A rule of the pack. It judges resources one by one, because only such a rule stops a resource before it is made. */
export interface Rule extends RuleText {
  /** Types of the resources it judges; it is not applicable to any other. */
  judges: readonly string[] | "every type";
  judge(resource: JudgedResource, context: JudgeContext): Judgement;
}

/** What a rule is shown of a resource. */
export interface JudgedResource {
  type: string;
  name: string;
  urn: string;
  /** The inputs as plain data: secrets in clear, {@link UNKNOWN} for what a preview cannot know yet. */
  inputs: Readonly<Record<string, unknown>>;
  /** Paths of the inputs that are secrets for Pulumi; undefined when the engine did not tell. */
  secretPaths: ReadonlySet<string> | undefined;
}

/** What a rule may know beside the resource. */
export interface JudgeContext {
  project: string;
  stack: string;
  tier: Tier;
  settings: Readonly<PolicySettings>;
  /** Names of the project's other stacks, as far as its folder tells. */
  otherStacks: readonly string[];
}

/**
 * What a rule found. A violation is a sentence that starts with the path of the input: `mounts.0.source: must not be …, got
 * …. Do this instead.` Never with a value that may be a secret.
 */
export type Judgement = readonly string[] | NotApplicable;

export interface NotApplicable {
  notApplicable: string;
}

/** Why a rule is not applicable to a resource whose type it does not judge. */
export const OTHER_TYPE = "Judges resources of other types";

export function isNotApplicable(judgement: Judgement): judgement is NotApplicable {
  return "notApplicable" in judgement;
}

/** Whether a rule has something to say about resources of a type. */
export function judgesType({ judges }: Pick<Rule, "judges">, type: string): boolean {
  return judges === "every type" || judges.includes(type);
}
