import { readFileSync } from "node:fs";
import { join } from "node:path";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { PolicyReport } from "../../../policy/report/report.ts";
import { renderSarif } from "../../../policy/report/sarif.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { largeReport, partlyExceptedReport, passedReport, RULES, sampleReport } from "./sample-report.ts";

const SCHEMA = join(REPOSITORY, "test", "fixtures", "schemas", "sarif-2.1.0-rtm.5.json");
const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);

const resultSchema = z.object({
  ruleId: z.string(),
  ruleIndex: z.number(),
  level: z.string(),
  message: z.object({ text: z.string() }),
  locations: z.array(
    z.object({
      physicalLocation: z.unknown().optional(),
      logicalLocations: z.array(z.object({ name: z.string(), fullyQualifiedName: z.string() })).optional(),
    }),
  ),
  partialFingerprints: z.record(z.string(), z.string()),
  suppressions: z.unknown().optional(),
});
const ruleSchema = z.looseObject({ id: z.string(), helpUri: z.string().optional() });
const logSchema = z.object({
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.object({
      tool: z.object({ driver: z.object({ version: z.string(), rules: z.array(ruleSchema) }) }),
      automationDetails: z.object({ id: z.string() }),
      results: z.array(resultSchema),
    }),
  ]),
});

function runOf(report: PolicyReport) {
  return logSchema.parse(JSON.parse(renderSarif(report))).runs[0];
}

function marksOf(report: PolicyReport): (string | undefined)[] {
  return runOf(report).results.map(({ partialFingerprints }) => partialFingerprints["tidegateViolation/v1"]);
}

/** The sample with another text or place of each violation. */
function withViolations(change: (message: string) => { message: string; location?: never }): PolicyReport {
  const report = sampleReport();
  const judgements = report.judgements.map((judgement) => ({
    ...judgement,
    violations: judgement.violations.map(({ message, exception }) => ({
      ...change(message),
      ...(exception === undefined ? {} : { exception }),
    })),
  }));
  return { ...report, judgements };
}

describe("renderSarif", () => {
  it.each([
    { name: "a refused run", report: sampleReport() },
    { name: "a passed run", report: passedReport() },
    { name: "a large run", report: largeReport() },
    { name: "a run that exceptions let pass in part", report: partlyExceptedReport() },
    { name: "a run with pages for its rules", report: withUrls() },
  ])("fits the schema of SARIF 2.1.0 for $name", ({ report }) => {
    validate(JSON.parse(renderSarif(report)));
    expect(validate.errors).toBeNull();
  });

  it("describes every rule, whether violated or not, and what judges the exceptions", () => {
    const { rules } = runOf(passedReport()).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual([...RULES.map(({ id }) => id), "exceptions-in-order"]);
    expect(rules[0]).toEqual({
      id: "no-latest-tag",
      name: "NoLatestTag",
      shortDescription: { text: "No latest tag" },
      fullDescription: {
        text: "What No latest tag asks for. A container without it can take the whole host with it: <b>all</b> of `prod`.",
      },
      help: {
        text:
          "Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.\n\nCIS Docker Benchmark " +
          "1.6.0, 5.27: Ensure that Docker commands always make use of the latest version of their image.",
        markdown: [
          "## No latest tag",
          "A container without it can take the whole host with it: <b>all</b> of `prod`.",
          "**What to do:** Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.",
          "Refused:\n\n    image: shop:latest",
          "Accepted:\n\n    image: shop:1.4.2@sha256:…",
          "*CIS Docker Benchmark 1.6.0, 5.27:* Ensure that Docker commands always make use of the latest version of their image.",
        ].join("\n\n"),
      },
      defaultConfiguration: { level: "error" },
      properties: {
        severity: "high",
        level: "mandatory",
        framework: RULES[0]?.framework,
        documentation: "docs/policies.md#no-latest-tag",
        "security-severity": "8.0",
        tags: ["security", "images"],
      },
    });
  });

  it("links a rule only to an absolute address", () => {
    expect(runOf(sampleReport()).tool.driver.rules[0]?.helpUri).toBeUndefined();
    expect(runOf(withUrls()).tool.driver.rules[0]?.helpUri).toBe("https://example.com/policies#no-latest-tag");
  });

  it("has one result for every violation and finding, blocking ones as errors, with its rule's number", () => {
    const { results, tool } = runOf(sampleReport());
    expect(results.map(({ ruleId, level }) => `${ruleId}: ${level}`)).toEqual([
      "no-plaintext-secret: error",
      "no-latest-tag: error",
      "memory-limit: error",
      "memory-limit: error",
      "log-rotation: warning",
      "no-engine-socket: error",
      "exceptions-in-order: warning",
    ]);
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });

  it("points at the stack file's key where it is known, else at the file's beginning", () => {
    const { results } = runOf(sampleReport());
    expect(results[1]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "Pulumi.prod.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 24, startColumn: 9 },
        },
        logicalLocations: [
          {
            name: "shop-blue",
            fullyQualifiedName: "urn:pulumi:prod::tidegate::docker:index/remoteImage:RemoteImage::shop-blue",
          },
        ],
      },
    ]);
    expect(results[3]?.locations.map(({ physicalLocation }) => physicalLocation)).toEqual([
      {
        artifactLocation: { uri: "Pulumi.prod.yaml", uriBaseId: "%SRCROOT%" },
        region: { startLine: 1, startColumn: 1 },
      },
    ]);
    expect(results[6]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "tidegate-policy.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 1 },
        },
      },
    ]);
  });

  it("suppresses exactly what an exception lets pass, and says by whose leave", () => {
    const { results } = runOf(sampleReport());
    expect(results.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId }) => ruleId)).toEqual([
      "no-engine-socket",
    ]);
    expect(results[5]?.suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification:
          "The metrics agent needs it | until it has a proxy <b>of its own</b> " +
          "(https://tickets.example.com/OPS-41, platform@example.com, until 2027-03-31)",
      },
    ]);
  });

  it("suppresses each violation by its own exception, and none that counts", () => {
    const results = runOf(partlyExceptedReport()).results.map(({ message, suppressions }) => [
      message.text,
      JSON.stringify(suppressions ?? []).replace(/.*"(. is needed \(OPS-.),.*/, "$1"),
    ]);
    expect(results).toEqual([
      ["shop-blue-0: envs.C: must not hold a secret.", "[]"],
      ["shop-blue-0: envs.A: must not hold a secret.", "A is needed (OPS-A"],
      ["shop-blue-0: envs.B: must not hold a secret.", "B is needed (OPS-B"],
      ["shop-blue-1: envs.A: must not hold a secret.", "A is needed (OPS-A"],
      ["shop-blue-1: envs.B: must not hold a secret.", "B is needed (OPS-B"],
    ]);
  });

  it("writes nothing that a viewer takes for a placeholder or a link", () => {
    const report = withViolations(() => ({ message: "a: got {0}, [here](https://example.com) and { b: 1 }." }));
    expect(runOf(report).results[1]?.message.text).toBe(
      "shop-blue: a: got {{0}}, [here\\](https://example.com) and { b: 1 }.",
    );
  });

  it("keeps the fingerprint of a finding whose wording or line changed, and gives GitHub the same one", () => {
    const moved = withViolations((message) => ({ message: message.replace(/: .*/s, ": is worded anew.") }));
    expect(marksOf(moved)).toEqual(marksOf(sampleReport()));
    for (const { partialFingerprints } of runOf(moved).results) {
      expect(partialFingerprints["primaryLocationLineHash"]).toBe(partialFingerprints["tidegateViolation/v1"]);
    }
  });

  it("gives every finding a fingerprint of its own, also two of one path", () => {
    const marks = marksOf(withViolations((message) => ({ message: message.replace(/^memorySwap/, "memory") })));
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks[2]?.replace(/:1$/, ":2")).toBe(marks[3]);
  });

  it.each([
    { what: "another stack", report: { ...sampleReport(), stack: "stg" } },
    { what: "another project", report: { ...sampleReport(), project: "other" } },
    { what: "another path", report: withViolations((message) => ({ message: `other.${message}` })) },
  ])("does not confuse findings of $what", ({ report }) => {
    const known = marksOf(sampleReport());
    const ofRules = marksOf(report).slice(0, 6);
    expect(ofRules.filter((mark) => known.includes(mark))).toEqual([]);
  });

  it("knows an exception's finding again when the exception moved in its list", () => {
    const report = sampleReport();
    const moved = report.exceptionFindings.map((finding) => finding.replace("exceptions.1", "exceptions.0"));
    expect(marksOf({ ...report, exceptionFindings: moved }).at(-1)).toBe(marksOf(report).at(-1));
    expect(marksOf({ ...report, exceptionFindings: moved, stack: "stg" }).at(-1)).not.toBe(marksOf(report).at(-1));
  });

  it("keeps the findings of each stack apart, and names the pack's version", () => {
    const { automationDetails, tool } = runOf(sampleReport());
    expect(automationDetails.id).toBe("tidegate/tidegate/prod/");
    expect(tool.driver.version).toBe("0.1.0");
  });
});

function withUrls(): PolicyReport {
  const report = sampleReport();
  return {
    ...report,
    rules: report.rules.map((rule) => ({ ...rule, url: `https://example.com/policies#${rule.id}` })),
  };
}
