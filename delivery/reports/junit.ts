import { InputError } from "../../model/errors.ts";
import { readXml } from "./read-xml.ts";
import type { ReportFile } from "./report-file.ts";

/** What came of a run of tests. */
export interface TestRun {
  /** Tests that ran: without the skipped ones. */
  ran: number;
  /** Names of those that failed. */
  failed: readonly string[];
  /** Failures and errors as the suites count them: also those that are of no test, such as a set-up's. */
  counted: number;
  /** Unix time in milliseconds of the newest suite, else when the file was written. */
  madeAt: number;
  /** Commit that it names among its properties; null where it names none. */
  commit: string | null;
}

const SUITES = ["testsuite", "testsuites"];
const COMMIT_NAME = /(?:^|[._-])(?:commit|revision|sha)(?:[._-]?(?:id|sha|hash))?$/i;

/** Reads JUnit's XML, as any test runner writes it. Throws an InputError for anything else. */
export function parseJunit(file: ReportFile): TestRun {
  let isReport = false;
  let [ran, counted] = [0, 0];
  let commit: string | null = null;
  let current = "";
  const failed = new Set<string>();
  const times: number[] = [];
  readXml(file, ({ name, attributes, parents }) => {
    const parent = parents.at(-1) ?? "";
    if (parents.length === 0) isReport = SUITES.includes(name);
    if (SUITES.includes(name)) {
      counted = Math.max(counted, Number(attributes["failures"] ?? 0) + Number(attributes["errors"] ?? 0));
      const time = Date.parse(attributes["timestamp"] ?? "");
      if (!Number.isNaN(time)) times.push(time);
    }
    if (name === "testcase") {
      ran += 1;
      current = [attributes["classname"], attributes["name"]].filter(Boolean).join(" ") || "a test without a name";
    }
    if (name === "skipped" && parent === "testcase") ran -= 1;
    if (["failure", "error"].includes(name)) failed.add(parent === "testcase" ? current : "a suite itself");
    const { name: property = "", value = "" } = name === "property" ? attributes : {};
    if (COMMIT_NAME.test(property) && /^[0-9a-f]{7,64}$/i.test(value)) commit = value;
  });
  if (!isReport) throw new InputError(`${file.path}: is no JUnit XML. Name the report of a test runner.`);
  const madeAt = times.length === 0 ? file.writtenAt : Math.max(...times);
  return { ran, failed: [...failed], counted, madeAt, commit };
}
