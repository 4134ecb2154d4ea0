import { imageInRegistry } from "../../docker/images/image-facts.ts";
import type { ReportsSettings } from "../../model/gates/reports.ts";
import { parseCoverage, type Coverage } from "../reports/coverage.ts";
import { parseJunit, type TestRun } from "../reports/junit.ts";
import { ageProblem, readReport, type ReportFile } from "../reports/report-file.ts";
import { parseSarif, type Analysis } from "../reports/sarif.ts";
import { allOf } from "./all-of.ts";
import { attempt, isUnseen, unseenFinding, type Unseen } from "./attempt.ts";
import { defineGate, type Finding, type GateContext } from "./gate.ts";

/** Null where it is not declared. */
export interface SeenReports {
  coverage: Coverage | Unseen | null;
  junit: TestRun | Unseen | null;
  sarif: Analysis | Unseen | null;
  /** Commit that the image was built from, by its label; null where it says none, or no report names one. */
  commit: string | null | Unseen;
  /** Unix time in milliseconds. */
  now: number;
}

const REVISION = "org.opencontainers.image.revision";
/** How many failures are named. */
const NAMED = 5;

/** What tests and analyses have found is known before users find it. */
export const reportsGate = defineGate<"reports", SeenReports>({
  id: "reports",
  title: "Reports",
  description:
    "Reports that other tools have written say that enough of the program is covered by tests, that tests ran and none failed, and that " +
    "an analysis found no error. Each may be so old and no older; where it names a commit, that is the one the image was built from " +
    `(its label \`${REVISION}\`).`,
  rationale: "A build whose tests were red, or were of yesterday's code, can be released as easily as any other.",
  remediation:
    "Run the tests and the analysis again for the commit that the image is built from, and hand their reports to the release: as " +
    "artifacts of the same pipeline.",
  example: `reports:
  coverage: { path: reports/cobertura.xml, min: 80 } # or JaCoCo, LCOV, coverage-summary.json
  junit: { path: reports/junit.xml, maxAge: 24h }
  sarif: { path: reports/codeql.sarif }`,
  deadline: "45s",
  words: ({ coverage, junit, sarif }) => ({
    asked: `what ${[coverage, junit, sarif].flatMap((report) => report?.path ?? []).join(", ")} say`,
    wanted: [
      ...(coverage === undefined ? [] : [`at least ${coverage.min} % of lines covered`]),
      ...(junit === undefined ? [] : ["tests that ran, none failed"]),
      ...(sarif === undefined ? [] : ["an analysis without errors"]),
    ].join(", "),
  }),
  needsPlace: false,
  probe: probeReports,
  judge: judgeReports,
});

async function probeReports(
  settings: ReportsSettings,
  context: GateContext,
  signal: AbortSignal,
): Promise<SeenReports> {
  const read = <T>(report: { path: string } | undefined, parse: (file: ReportFile) => T) =>
    report === undefined ? null : attempt(() => parse(readReport(context.projectDir, report.path)));
  const [coverage, junit, sarif] = await Promise.all([
    read(settings.coverage, parseCoverage),
    read(settings.junit, parseJunit),
    read(settings.sarif, parseSarif),
  ]);
  const namesCommit = [junit, sarif].some((report) => report !== null && "commit" in report && report.commit !== null);
  const commit = namesCommit ? await attempt(() => imageCommit(context, signal)) : null;
  return { coverage, junit, sarif, commit, now: Date.now() };
}

async function imageCommit(context: GateContext, signal: AbortSignal): Promise<string | null> {
  const { place } = context;
  if (place === null) throw new Error("this preview does not look at where it is to run");
  const { image } = context.request.release;
  const platform = await place.platform();
  const facts = (await place.findImage(image)) ?? (await imageInRegistry(image, { platform, signal }));
  return facts?.labels[REVISION] ?? null;
}

export function judgeReports(settings: ReportsSettings, seen: SeenReports): Finding {
  const { coverage, junit, sarif } = settings;
  return allOf([
    ...(coverage === undefined
      ? []
      : [judgeReport(coverage, seen.coverage, seen, (report) => coverageWords(report, coverage.min))]),
    ...(junit === undefined ? [] : [judgeReport(junit, seen.junit, seen, testWords)]),
    ...(sarif === undefined ? [] : [judgeReport(sarif, seen.sarif, seen, analysisWords)]),
  ]);
}

/** What a report says, and what is wrong with it. */
interface Words {
  says: string;
  problems: readonly string[];
}

function judgeReport<T extends { madeAt: number; commit?: string | null }>(
  { path, maxAge }: { path: string; maxAge: string },
  report: T | Unseen | null,
  { now, commit }: Pick<SeenReports, "now" | "commit">,
  describe: (report: T) => Words,
): Finding {
  if (report === null) throw new Error(`${path} was not looked for`);
  if (isUnseen(report)) return unseenFinding(`what ${path} says`, report);
  const named = report.commit ?? null;
  if (named !== null && isUnseen(commit)) return unseenFinding(`whether ${path} is of the image's commit`, commit);
  const { says, problems } = describe(report);
  const age = ageProblem(report.madeAt, { maxAge, now });
  const all = [
    ...problems,
    ...(age === undefined ? [] : [age]),
    ...commitProblems(named, isUnseen(commit) ? null : commit),
  ];
  if (all.length === 0) return { verdict: "pass", seen: says };
  return {
    verdict: "fail",
    seen: `${path} ${all.join(", and ")}`,
    remedy: "Mend what it says, and have it made anew for this build.",
  };
}

function coverageWords({ covered, total, tool }: Coverage, min: number): Words {
  const percent = total === 0 ? 0 : (covered / total) * 100;
  const text = `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
  return {
    says: `${text} of lines covered by ${tool}`,
    problems:
      percent >= min && total > 0
        ? []
        : [total === 0 ? "knows of no lines" : `has ${text} of lines covered, where ${min} % are the least`],
  };
}

function testWords({ ran, failed, counted }: TestRun): Words {
  const count = Math.max(failed.length, counted);
  const problems = [
    ...(ran === 0 ? ["has no test that ran"] : []),
    ...(count === 0 ? [] : [`has ${count} failed${failed.length === 0 ? "" : `: ${named(failed)}`}`]),
  ];
  return { says: `${ran} tests, none failed`, problems };
}

function analysisWords({ tools, errors, isBroken }: Analysis): Words {
  const problems = [
    ...(isBroken ? ["is of a run that did not come to its end"] : []),
    ...(errors.length === 0 ? [] : [`has ${errors.length} errors: ${named(errors)}`]),
  ];
  return { says: `no errors by ${tools.join(", ")}`, problems };
}

/** Either may be shortened, as git shows them. */
function commitProblems(report: string | null, image: string | null): string[] {
  if (report === null) return [];
  if (image === null) return [`is of commit ${report}, and the image does not say of which it is (label ${REVISION})`];
  const [a, b] = [report, image].map((text) => text.toLowerCase());
  const isSame =
    Math.min(report.length, image.length) >= 7 && (a?.startsWith(b ?? "") === true || b?.startsWith(a ?? "") === true);
  return isSame ? [] : [`is of commit ${report}, and the image of ${image}`];
}

function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
