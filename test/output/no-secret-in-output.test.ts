import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { findSecrets } from "../support/find-secrets.ts";
import { keptFiles, keptOutput } from "../support/kept-output.ts";
import { recordOf, STARTED } from "../support/output-keeper.ts";
import { TRUE_POSITIVES } from "../support/secret-corpus.ts";

const CORPUS_TEST = "test/integration/policy/secrets-in-output.test.ts";
const OF_EACH_STACK = [
  ...["check.txt", "check-json.txt", "preview.txt", "preview-json.txt", "up.txt", "up-json.txt"],
  ...["policy.html", "policy.json", "policy.junit.xml", "policy.md", "policy.sarif"],
];
const NOTHING_TO_SEARCH = "needs what other tests print: run it together with them, as `npm test` does";

const folder = keptOutput() ?? "no folder: the output keeper did not run";
const started = JSON.parse(readFileSync(join(folder, STARTED), "utf8")) as string[]; // written by the output keeper
const others = started.filter((file) => !file.startsWith("test/output/"));

describe("what the suite has printed", () => {
  it("was kept, of every test file that ran", ({ skip }) => {
    skip(others.length === 0, NOTHING_TO_SEARCH);
    expect(others.filter((file) => !existsSync(join(folder, recordOf(file))))).toEqual([]);
  });

  it("was kept, of the processes that end-to-end tests run", ({ skip }) => {
    const ran = others.filter((file) => file.startsWith("test/e2e/") && hasPassed(file));
    skip(ran.length === 0, "no end-to-end test ran");
    expect(keptFiles(folder).filter((file) => file.startsWith("processes/")).length).toBeGreaterThanOrEqual(ran.length);
  });

  it("was kept, of the stack that is full of secrets", ({ skip }) => {
    skip(!others.includes(CORPUS_TEST) || isFiltered(CORPUS_TEST), `${CORPUS_TEST} did not run as a whole`);
    const expected = enginesPresent().flatMap((engine) =>
      ["clear", "kept"].flatMap((planted) => OF_EACH_STACK.map((name) => `corpus/${engine}/${planted}/${name}`)),
    );
    expect(keptFiles(folder)).toEqual(expect.arrayContaining(expected));
  });

  it("contains no secret of the corpus", ({ skip }) => {
    skip(others.length === 0, NOTHING_TO_SEARCH);
    const found = keptFiles(folder).flatMap((file) =>
      findSecrets(readFileSync(join(folder, file), "utf8"), TRUE_POSITIVES).map(
        ({ kind, encoding }) => `${file}: ${kind}, ${encoding}`,
      ),
    );
    expect(found).toEqual([]);
  });
});

/** Whether a test of the file passed: one that a filter left out printed nothing. */
function hasPassed(testFile: string): boolean {
  return linesOf(testFile).some((line) => line.startsWith("passed: ") && line !== "passed: the file");
}

function isFiltered(testFile: string): boolean {
  return linesOf(testFile).some((line) => line.startsWith("skipped: "));
}

function linesOf(testFile: string): string[] {
  return readFileSync(join(folder, recordOf(testFile)), "utf8").split("\n");
}
