import type { Color } from "../../model/color.ts";
import type { Tier } from "../../model/tier.ts";
import type { ExceptionState } from "../exceptions.ts";
import type { RuleText } from "../rule.ts";
import type { PolicyException } from "../settings.ts";

/** Everything a reviewer may want to know of one run of the pack. Every kind of report is rendered from this. */
export interface PolicyReport {
  verdict: "passed" | "refused";
  /** What the program ended with before it had declared everything: then this is not all there is to say. */
  brokeOff?: string;
  project: string;
  stack: string;
  tier: Tier;
  engine: "embedded" | "pulumi";
  /** Address of the container engine that the stack runs on. */
  host: string;
  source: ReportedSource;
  /** ISO 8601, UTC. */
  generatedAt: string;
  versions: { tidegate: string; pack: string; node: string };
  /** SHA-256, in hex: of the steps that were judged, and of the text of the pack with its settings. */
  hashes: { plan: string; pack: string };
  /** What will happen to the traffic, a sentence per service. */
  traffic: readonly string[];
  /** Which build goes where. Empty where a program declares its services itself. */
  releases: readonly ReportedRelease[];
  /** How many resources each operation touches. */
  changes: Readonly<Record<string, number>>;
  /** What is replaced or deleted. */
  losses: readonly { op: "replace" | "delete"; type: string; name: string }[];
  rules: readonly ReportedRule[];
  /** One for every rule and resource, in the order of the rules. */
  judgements: readonly ReportedJudgement[];
  exceptions: readonly ReportedException[];
  /** What is wrong with the exceptions themselves: expired, not needed, for no rule. */
  exceptionFindings: readonly string[];
}

/** Who asked for the judgement, and of what. Null is what nobody knows. */
export interface ReportedSource {
  /** Hash of the git commit. */
  commit: string | null;
  /** Whether the project is as in that commit. */
  isClean: boolean | null;
  actor: string | null;
  /** Page of the CI server's run. */
  run: string | null;
}

/** A color of a service, as the run would leave it. */
export interface ReportedRelease {
  service: string;
  color: Color;
  version: string;
  image: string;
  /** `sha256:` and 64 hex digits; null where the image is named by a tag only. */
  digest: string | null;
  /** Versions of the containers that the color has now. */
  running: readonly string[];
  traffic: "serves" | "will serve" | "serves until then" | "idle";
}

export interface ReportedRule extends RuleText {
  level: "advisory" | "mandatory";
  url: string;
}

export interface ReportedResource {
  urn: string;
  /** Pulumi type token. */
  type: string;
  name: string;
}

/** Violated by a single violation that counts, whatever else exceptions let pass. */
export type Outcome = "passed" | "violated" | "excepted" | "not-applicable";

export interface ReportedJudgement {
  /** Id of the rule. */
  rule: string;
  resource: ReportedResource;
  outcome: Outcome;
  /** Those that count come before those that exceptions let pass. Empty unless violated or excepted. */
  violations: readonly ReportedViolation[];
  /** Why it is not applicable. */
  reason?: string;
}

export interface ReportedViolation {
  /** A sentence that starts with the path of an input. */
  message: string;
  /** The stack file's key to change, where known. */
  location?: SourceLocation;
  /** What lets it pass; without one, it counts. */
  exception?: PolicyException;
}

/** A place in a stack file. Lines and columns count from 1. */
export interface SourceLocation {
  /** Path from the project's folder, with `/`. */
  file: string;
  /** `tidegate:services.shop.blue.image`. */
  key: string;
  line: number;
  column: number;
}

export interface ReportedException extends PolicyException {
  state: ExceptionState;
  /** How many violations it let pass. */
  used: number;
}
