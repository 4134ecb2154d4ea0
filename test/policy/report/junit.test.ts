import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { renderJunit } from "../../../policy/report/junit.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { largeReport, partlyExceptedReport, passedReport, RESOURCES, RULES, sampleReport } from "./sample-report.ts";

const SCHEMA = readFileSync(join(REPOSITORY, "test", "fixtures", "schemas", "junit-10.xsd"), "utf8");

/** Attributes of every element of a name, as they stand in the text. */
function attributes(xml: string, element: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<${element} ([^>]*?)/?>`, "g"))].map(([, text = ""]) =>
    Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value])),
  );
}

describe("renderJunit", () => {
  it.each([
    { name: "a refused run", report: sampleReport() },
    { name: "a passed run", report: passedReport() },
    { name: "a large run", report: largeReport() },
    { name: "a run that exceptions let pass in part", report: partlyExceptedReport() },
  ])("fits the schema of JUnit XML for $name", async ({ report }) => {
    const { valid, errors } = await validateXML({ xml: renderJunit(report), schema: SCHEMA });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
  });

  it("has a suite for every rule and a case for every rule and resource, passed ones included", () => {
    const xml = renderJunit(sampleReport());
    expect(attributes(xml, "testsuite").map(({ name }) => name)).toEqual([
      ...RULES.map(({ id }) => id),
      "exceptions-in-order",
    ]);
    expect(attributes(xml, "testcase")).toHaveLength(RULES.length * RESOURCES.length + 1);
    expect(attributes(xml, "testcase")[0]).toEqual({
      classname: "no-latest-tag",
      name: "tidegate:index:BlueGreenService::shop",
    });
  });

  it("counts what there is", () => {
    const xml = renderJunit(sampleReport());
    const suites = attributes(xml, "testsuite");
    const sum = (key: string) => suites.reduce((total, suite) => total + Number(suite[key]), 0);
    expect(attributes(xml, "testsuites")).toEqual([
      { name: "Tidegate policy: tidegate/prod", tests: "105", failures: "5", errors: "0" },
    ]);
    expect([sum("tests"), sum("failures"), sum("skipped")]).toEqual([105, 5, 21]);
    expect(xml.match(/<failure /g)).toHaveLength(5);
    expect(xml.match(/<skipped /g)).toHaveLength(21);
    expect(suites[2]).toMatchObject({ name: "memory-limit", tests: "13", failures: "1", errors: "0", skipped: "1" });
  });

  it("says in one failure all that is wrong with a resource, whether it blocks, and what to do", () => {
    const xml = renderJunit(sampleReport());
    expect(attributes(xml, "failure")[2]).toEqual({
      type: "mandatory",
      message:
        "memory: must be given, got nothing. Set `limits.memory`.&#10;memorySwap: must equal `memory`, got 512. Set both.",
    });
    expect(xml).toContain(
      "Set both.&#10;Set it in the `release` block of the stack file.&#10;docs/policies.md#memory-limit<",
    );
    expect(attributes(xml, "failure").map(({ type }) => type)).toEqual([
      ...["mandatory", "mandatory", "mandatory", "advisory", "advisory"],
    ]);
  });

  it("tells what is not applicable from what is excepted", () => {
    const messages = attributes(renderJunit(sampleReport()), "skipped").map(({ message }) => message);
    expect(new Set(messages)).toEqual(
      new Set([
        "not applicable: Judges resources of other types",
        "excepted until 2027-03-31 (https://tickets.example.com/OPS-41, platform@example.com): The metrics agent needs it | " +
          "until it has a proxy &lt;b&gt;of its own&lt;/b&gt;",
      ]),
    );
  });

  it("says by whose leave beside each violation, also where another one counts", () => {
    const xml = renderJunit(partlyExceptedReport());
    const why = (name: string) => `excepted until 2027-03-31 (OPS-${name}, platform@example.com): ${name} is needed`;
    const letPass = ["A", "B"].map((name) => `envs.${name}: must not hold a secret. (${why(name)})`).join("&#10;");
    const [, details = ""] = /<failure type="mandatory" message="([^]*?)<\/failure>/.exec(xml) ?? [];
    expect(details).toMatch(/^envs\.C: must not hold a secret\.">/);
    expect(details).toContain(`>envs.C: must not hold a secret.&#10;${letPass}&#10;Set it in`);
    expect(xml).toContain(`<skipped message="${why("A")}&#10;${why("B")}">${letPass}</skipped>`);
  });

  it("passes the exceptions' own case when nothing is wrong with them", () => {
    const xml = renderJunit(passedReport());
    expect(attributes(xml, "failure")).toEqual([]);
    expect(attributes(xml, "testcase").at(-1)).toEqual({
      classname: "exceptions-in-order",
      name: "tidegate-policy.yaml",
    });
  });
});
