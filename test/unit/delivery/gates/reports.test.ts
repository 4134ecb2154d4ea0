import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeReports, reportsGate, type SeenReports } from "../../../../delivery/gates/reports.ts";
import { gatesSchema } from "../../../../model/gates/gates.ts";
import { reportsSchema } from "../../../../model/gates/reports.ts";
import { tryParse } from "../../../../model/problems.ts";
import { context } from "./request.ts";

const NOW = Date.parse("2026-11-30T12:00:00Z");
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const SETTINGS = reportsSchema.parse({
  coverage: { path: "cobertura.xml" },
  junit: { path: "junit.xml" },
  sarif: { path: "a.sarif" },
});
const COVERAGE = { tool: "Cobertura" as const, covered: 80, total: 100, madeAt: NOW };
const JUNIT = { ran: 12, failed: [] as string[], counted: 0, madeAt: NOW, commit: COMMIT };
const SARIF = { tools: ["CodeQL"], errors: [] as string[], isBroken: false, madeAt: NOW, commit: "0123456" };
const judge = (change: Partial<SeenReports> = {}) =>
  judgeReports(SETTINGS, { coverage: COVERAGE, junit: JUNIT, sarif: SARIF, commit: COMMIT, now: NOW, ...change });
const MEND = "Mend what it says, and have it made anew for this build.";

describe("the gate of reports", () => {
  it("passes what is good, young and of this build", () => {
    const seen = "80.0 % of lines covered by Cobertura; 12 tests, none failed; no errors by CodeQL";
    expect(judge()).toEqual({ verdict: "pass", seen });
  });

  it.each<[Partial<SeenReports>, string]>([
    [
      { coverage: { ...COVERAGE, covered: 7999, total: 10_000 } },
      "cobertura.xml has 79.9 % of lines covered, where 80 % are the least",
    ],
    [{ coverage: { ...COVERAGE, covered: 0, total: 0 } }, "cobertura.xml knows of no lines"],
    [{ junit: { ...JUNIT, ran: 0 } }, "junit.xml has no test that ran"],
    [{ junit: { ...JUNIT, failed: ["cart adds"], counted: 2 } }, "junit.xml has 2 failed: cart adds"],
    [{ junit: { ...JUNIT, counted: 1 } }, "junit.xml has 1 failed"],
    [{ sarif: { ...SARIF, errors: ["js/a at b.ts:7"] } }, "a.sarif has 1 errors: js/a at b.ts:7"],
    [{ sarif: { ...SARIF, isBroken: true } }, "a.sarif is of a run that did not come to its end"],
    [{ coverage: { ...COVERAGE, madeAt: NOW - 25 * 3_600_000 } }, "cobertura.xml is 25h old, where 24h is the most"],
    [{ junit: { ...JUNIT, commit: "fedcba9" } }, `junit.xml is of commit fedcba9, and the image of ${COMMIT}`],
    [
      { commit: null, junit: { ...JUNIT, commit: null } },
      "a.sarif is of commit 0123456, and the image does not say of which it is (label org.opencontainers.image.revision)",
    ],
  ])("is closed by %j", (change, seen) => {
    expect(judge(change)).toEqual({ verdict: "fail", seen, remedy: MEND });
  });

  it("tells everything that is wrong at once, and what nobody knows", () => {
    const coverage = { unseen: "cobertura.xml: is not there" };
    const junit = { ...JUNIT, ran: 0, madeAt: NOW - 48 * 3_600_000 };
    expect(judge({ coverage, junit })).toMatchObject({
      verdict: "fail",
      seen:
        "junit.xml has no test that ran, and is 48h old, where 24h is the most; not known: what cobertura.xml says " +
        "(cobertura.xml: is not there)",
    });
    expect(judge({ commit: { unseen: "the registry is gone" } })).toMatchObject({
      verdict: "inconclusive",
      seen:
        "not known: whether junit.xml is of the image's commit (the registry is gone); not known: whether a.sarif is of the image's " +
        "commit (the registry is gone)",
    });
  });
});

describe("the files of the gate of reports", () => {
  let projectDir: string;
  beforeAll(() => {
    projectDir = mkdtempSync(join(tmpdir(), "tidegate-reports-"));
  });
  afterAll(() => rmSync(projectDir, { recursive: true }));

  it("are read from the project, without a host where none names a commit", async () => {
    writeFileSync(join(projectDir, "coverage-summary.json"), '{"total":{"lines":{"total":4,"covered":3}}}');
    const gates = gatesSchema.parse({
      reports: { coverage: { path: "coverage-summary.json", min: 75 }, junit: { path: "none" } },
    });
    expect(await reportsGate.ask(gates, context({ projectDir }))).toMatchObject({
      verdict: "inconclusive",
      seen: expect.stringMatching(/^not known: what none says \(.*none: cannot be read, it is not there/) as string,
    });
    writeFileSync(
      join(projectDir, "none"),
      '<testsuite><properties><property name="commit" value="0123456"/></properties></testsuite>',
    );
    expect((await reportsGate.ask(gates, context({ projectDir }))).seen).toBe(
      "not known: whether none is of the image's commit (this preview does not look at where it is to run)",
    );
  });
});

describe("what is declared of reports", () => {
  it("names at least one", () => {
    expect(tryParse(reportsSchema, {}, { path: "gates.reports" })).toEqual({
      problems: ["gates.reports: must name a report, got an object. Name one under `coverage`, `junit` or `sarif`."],
    });
  });
});
