import { createHash } from "node:crypto";
import type { StepInfo, StepOp } from "../../engine/events.ts";
import { canonicalJson } from "../../model/release.ts";
import { ALL_RULES } from "../../policy/all-rules.ts";
import { parseExcepted } from "../../policy/excepted-message.ts";
import {
  exceptionFinding,
  exceptionState,
  type ExceptedViolation,
  type ExceptionScope,
} from "../../policy/exceptions.ts";
import { levelOf } from "../../policy/levels.ts";
import { locateIn, type Locate } from "../../policy/report/locate.ts";
import type {
  PolicyReport,
  ReportedException,
  ReportedJudgement,
  ReportedResource,
  ReportedRule,
  ReportedViolation,
} from "../../policy/report/report.ts";
import { violationPath } from "../../policy/report/violation-path.ts";
import { ruleUrl } from "../../policy/rule-url.ts";
import { judgesType, OTHER_TYPE, type Rule } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import type { PolicyException } from "../../policy/settings.ts";
import { violationText } from "../../policy/violation-text.ts";
import { nameOfUrn, typeOfUrn } from "../display/step-text.ts";
import { fillMatrix } from "./fill-matrix.ts";
import type { PlanFinding } from "./judge-plan.ts";
import type { Judged, RunObserver, Violation } from "./observe-run.ts";
import { tierIn, type PlanSituation } from "./plan-situation.ts";

/** Everything a report says that was not observed in the run itself. */
export interface ReportFrame extends PlanSituation {
  /** The engine itself ended the run with a refusal. */
  wasRefused: boolean;
  project: string;
  engine: PolicyReport["engine"];
  host: string;
  source: PolicyReport["source"];
  releases: PolicyReport["releases"];
  generatedAt: string;
  versions: PolicyReport["versions"];
  packHash: string;
  stackFile: { path: string; text: string };
}

/** Puts together what a reviewer may want to know: one judgement for every rule and resource, whatever came of it. */
export function buildReport(run: RunObserver, plan: readonly PlanFinding[], frame: ReportFrame): PolicyReport {
  const { stack, settings } = frame;
  const tier = tierIn(frame);
  const foreign = foreignRules(run);
  const ours = ALL_RULES.map((rule) => ({ ...rule, level: levelOf(rule.id, tier), url: ruleUrl(rule.id) }));
  const rules: ReportedRule[] = [...ours, ...foreign];
  const locate = locateIn(frame.stackFile);
  const found = [
    ...RULES.flatMap((rule) => packJudgements(rule, run, locate)),
    ...foreign.flatMap((rule) => packJudgements({ ...rule, judges: "every type" }, run, locate)),
    ...foreign.flatMap((rule) => foreignJudgements(rule, run, stack)),
    ...planJudgements(plan, locate),
  ];
  const judgements = fillMatrix(rules, found, run.steps);
  const mandatory = new Set(rules.filter(({ level }) => level === "mandatory").map(({ id }) => id));
  const isRefused = judgements.some(({ rule, outcome }) => outcome === "violated" && mandatory.has(rule));
  const { brokeOff } = run;
  const scope = { ...frame, brokeOff: brokeOff !== undefined };
  const exceptions = settings.exceptions.map((exception) => describeException(exception, judgements, scope));
  const known = new Set(rules.map(({ id }) => id));
  return {
    verdict: isRefused || frame.wasRefused || brokeOff !== undefined ? "refused" : "passed",
    ...(brokeOff === undefined ? {} : { brokeOff }),
    ...{ project: frame.project, stack, tier, engine: frame.engine, generatedAt: frame.generatedAt },
    ...{ host: frame.host, source: frame.source, releases: frame.releases, versions: frame.versions },
    hashes: { plan: planHash(run.steps), pack: frame.packHash },
    traffic: run.traffic,
    changes: countSteps(run.steps),
    losses: run.steps.flatMap(({ op, type, name }) =>
      op === "replace" || op === "delete" ? [{ op, type, name }] : [],
    ),
    ...{ rules, judgements, exceptions },
    exceptionFindings: exceptions.flatMap(({ state, used: _used, ...exception }, index) => {
      return exceptionFinding(exception, index, state, { rules: known, stack }) ?? [];
    }),
  };
}

/** Rules of a pack that is not ours: all that is known of them is what they refuse. */
function foreignRules({ violations }: RunObserver): ReportedRule[] {
  const ids = new Map(violations.filter(({ rule }) => !OURS.has(rule)).map((violation) => [violation.rule, violation]));
  return [...ids.values()].map(({ rule: id, pack, level }) => ({
    ...{ id, title: id, group: "stack", severity: "high", url: "" },
    level: level === "mandatory" ? "mandatory" : "advisory",
    ...{ description: `A rule of the pack ${pack}.`, rationale: "", remediation: "" },
    framework: { name: pack, version: "", reference: id, specification: "" },
    example: { refused: "", accepted: "" },
  }));
}

const OURS: ReadonlySet<string> = new Set([
  ...ALL_RULES.map(({ id }) => id),
  ...["remember-inputs", "active-exceptions", "exceptions-in-order"],
]);

function foreignJudgements(rule: ReportedRule, { violations }: RunObserver, stack: string): ReportedJudgement[] {
  const told = Map.groupBy(
    violations.filter((violation) => violation.rule === rule.id),
    ({ urn }) => urn ?? "",
  );
  return [...told].map(([urn, some]) => ({
    rule: rule.id,
    resource:
      urn === ""
        ? { urn, type: "pulumi:pulumi:Stack", name: stack }
        : { urn, type: typeOfUrn(urn), name: nameOfUrn(urn) },
    outcome: "violated",
    violations: some.map(({ message }) => ({ message: message.trim() })),
  }));
}

type JudgingRule = Pick<Rule, "id" | "description" | "judges">;

function packJudgements(rule: JudgingRule, { judged, violations }: RunObserver, locate: Locate): ReportedJudgement[] {
  return judged.flatMap((event) => {
    if (event.urn === undefined) return [];
    const told = violations.filter(({ urn }) => urn === event.urn);
    return judgementOf(rule, { ...event, urn: event.urn }, told, locate);
  });
}

function judgementOf(
  rule: JudgingRule,
  { urn, passed, notApplicable }: Judged & { urn: string },
  told: readonly Violation[],
  locate: Locate,
): ReportedJudgement {
  const resource = { urn, type: typeOfUrn(urn), name: nameOfUrn(urn) };
  const head = { rule: rule.id, resource, violations: [] };
  const violated = told.filter((one) => one.rule === rule.id && !isUnknownNotice(one.message));
  const messages = violated.map(({ message }) => violationText(message, rule.description));
  const excepted = told.flatMap(({ message }) => parseExcepted(message) ?? []).filter((one) => one.rule === rule.id);
  if (messages.length + excepted.length > 0) return { ...head, ...foundIn(resource, messages, excepted, locate) };
  if (passed.includes(rule.id)) return { ...head, outcome: "passed" };
  const reason = judgesType(rule, resource.type) ? (notApplicable[rule.id] ?? NO_REASON) : OTHER_TYPE;
  return { ...head, outcome: "not-applicable", reason };
}

/** The outcome where something was found, exceptions or not. */
function foundIn(
  resource: ReportedResource,
  violations: readonly string[],
  excepted: readonly ExceptedViolation[],
  locate: Locate,
): Pick<ReportedJudgement, "outcome" | "violations"> {
  const reported = (message: string): ReportedViolation => {
    const location = locate(resource, violationPath(message));
    return { message, ...(location === undefined ? {} : { location }) };
  };
  const letPass = excepted.map(({ violation, exception }) => ({ ...reported(violation), exception }));
  return {
    outcome: violations.length > 0 ? "violated" : "excepted",
    violations: [...violations.map(reported), ...letPass],
  };
}

const NO_REASON = "The engine does not tell why";

/** In a preview, Pulumi says so itself where a rule met a value that is not known yet; the update judges it. */
function isUnknownNotice(message: string): boolean {
  return message.startsWith("can't run policy ");
}

function planJudgements(plan: readonly PlanFinding[], locate: Locate): ReportedJudgement[] {
  return plan.map(({ rule, resource, violations, excepted }) => {
    const { urn, type, name } = resource; // a plan rule may hand on the whole step
    const head = { rule: rule.id, resource: { urn, type, name } };
    if (violations.length + excepted.length === 0) return { ...head, outcome: "passed", violations: [] };
    return { ...head, ...foundIn(resource, violations, excepted, locate) };
  });
}

function describeException(
  exception: PolicyException,
  judgements: readonly ReportedJudgement[],
  scope: ExceptionScope,
): ReportedException {
  const wanted = canonicalJson(exception);
  const used = judgements
    .flatMap(({ violations }) => violations)
    .filter((one) => one.exception !== undefined && canonicalJson(one.exception) === wanted).length;
  return { ...exception, used, state: exceptionState(exception, used, scope) };
}

/** The same for the same steps, whatever the order in which independent ones were planned. */
function planHash(steps: readonly StepInfo[]): string {
  const planned = steps.map(({ op, urn, changes }) => ({
    op,
    urn,
    changes: changes.map(({ path }) => path).toSorted(),
  }));
  const sorted = planned.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
  return createHash("sha256").update(canonicalJson(sorted)).digest("hex");
}

function countSteps(steps: readonly StepInfo[]): Record<string, number> {
  const counts: Partial<Record<StepOp, number>> = {};
  for (const { op } of steps) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}
