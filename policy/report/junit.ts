import { SETTINGS_FILE, type PolicyException } from "../settings.ts";
import { EMPTY, markup, type Markup } from "./markup.ts";
import type { PolicyReport, ReportedJudgement, ReportedRule } from "./report.ts";

/** A suite, and what its attributes count. */
interface Suite {
  name: string;
  properties: Readonly<Record<string, string>>;
  cases: readonly Case[];
}

interface Case {
  name: string;
  result: "passed" | "failed" | "skipped";
  /** `<failure>` or `<skipped>`, nothing for what passed. */
  body: Markup;
}

/** JUnit XML as CI servers read it: a suite for every rule, and in it a case for every resource. */
export function renderJunit(report: PolicyReport): string {
  const suites = [
    ...brokenProgram(report),
    ...report.rules.map((rule) => suiteOf(rule, report)),
    exceptionsSuite(report),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  const name = `Tidegate policy: ${report.project}/${report.stack}`;
  const document = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${name}" tests="${cases.length}" failures="${count(cases, "failed")}" errors="0">
${suites.map((suite) => renderSuite(suite, report.generatedAt))}</testsuites>
`;
  return document.toString();
}

function suiteOf(rule: ReportedRule, report: PolicyReport): Suite {
  const { title, group, severity, level } = rule;
  const cases = report.judgements.filter((judgement) => judgement.rule === rule.id);
  return { name: rule.id, properties: { title, group, severity, level }, cases: cases.map((one) => caseOf(rule, one)) };
}

function caseOf(rule: ReportedRule, judgement: ReportedJudgement): Case {
  const name = `${judgement.resource.type}::${judgement.resource.name}`;
  const counting = judgement.violations.filter(({ exception }) => exception === undefined);
  const excepted = judgement.violations.flatMap(({ message, exception }) => {
    return exception === undefined ? [] : [{ message, why: whyExcepted(exception) }];
  });
  const letPass = excepted.map(({ message, why }) => `${message} (${why})`);
  switch (judgement.outcome) {
    case "passed":
      return { name, result: "passed", body: EMPTY };
    case "violated": {
      const found = counting.map(({ message }) => message).join("\n");
      const details = [found, ...letPass, rule.remediation, rule.url].join("\n");
      return {
        name,
        result: "failed",
        body: markup`<failure type="${rule.level}" message="${found}">${details}</failure>`,
      };
    }
    case "excepted": {
      const why = [...new Set(excepted.map((one) => one.why))].join("\n");
      return { name, result: "skipped", body: markup`<skipped message="${why}">${letPass.join("\n")}</skipped>` };
    }
    case "not-applicable":
      return { name, result: "skipped", body: markup`<skipped message="not applicable: ${judgement.reason ?? ""}"/>` };
  }
}

function whyExcepted({ reason, owner, expires, ticket }: PolicyException): string {
  return `excepted until ${expires} (${ticket}, ${owner}): ${reason}`;
}

/** That the program broke off is a failure of its own: without what it left undeclared the others say little. */
function brokenProgram({ brokeOff, stack }: PolicyReport): Suite[] {
  if (brokeOff === undefined) return [];
  const body = markup`<failure type="mandatory" message="${brokeOff}">${brokeOff}</failure>`;
  return [{ name: "program", properties: { level: "mandatory" }, cases: [{ name: stack, result: "failed", body }] }];
}

/** What is wrong with the exceptions themselves is a case too: one that passes when nothing is. */
function exceptionsSuite({ exceptionFindings }: PolicyReport): Suite {
  const failures = exceptionFindings.map((finding, index) => ({
    name: `${SETTINGS_FILE}::${index + 1}`,
    result: "failed" as const,
    body: markup`<failure type="advisory" message="${finding}">${finding}</failure>`,
  }));
  const passed = { name: SETTINGS_FILE, result: "passed" as const, body: EMPTY };
  return {
    name: "exceptions-in-order",
    properties: { level: "advisory" },
    cases: failures.length === 0 ? [passed] : failures,
  };
}

function renderSuite({ name, properties, cases }: Suite, timestamp: string): Markup {
  const skipped = count(cases, "skipped");
  const failed = count(cases, "failed");
  return markup`  <testsuite name="${name}" tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}" timestamp="${timestamp}">
    <properties>
${Object.entries(properties).map(([key, value]) => markup`      <property name="${key}" value="${value}"/>\n`)}    </properties>
${cases.map((one) => markup`    <testcase classname="${name}" name="${one.name}">${one.body}</testcase>\n`)}  </testsuite>
`;
}

function count(cases: readonly Case[], result: Case["result"]): number {
  return cases.filter((one) => one.result === result).length;
}
