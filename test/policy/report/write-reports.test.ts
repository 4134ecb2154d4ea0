import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { renderHtml } from "../../../policy/report/html.ts";
import { renderJson } from "../../../policy/report/json.ts";
import { renderJunit } from "../../../policy/report/junit.ts";
import { renderMarkdown } from "../../../policy/report/markdown.ts";
import { renderSarif } from "../../../policy/report/sarif.ts";
import { writeReports } from "../../../policy/report/write-reports.ts";
import { passedReport, sampleReport } from "./sample-report.ts";

const FILES = ["policy.html", "policy.json", "policy.junit.xml", "policy.md", "policy.sarif"];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-reports-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

describe("writeReports", () => {
  it("makes the folder and writes each kind of report into it, and nothing else", async () => {
    const report = sampleReport();
    const fullReportUrl = "https://ci.example.com/1";
    const names = await writeReports(report, join(folder, "a", "b"), { fullReportUrl });
    expect(names.toSorted()).toEqual(FILES);
    expect(readdirSync(join(folder, "a", "b")).toSorted()).toEqual(FILES);
    expect(read("a", "b", "policy.html")).toBe(renderHtml(report));
    expect(read("a", "b", "policy.json")).toBe(renderJson(report));
    expect(read("a", "b", "policy.sarif")).toBe(renderSarif(report));
    expect(read("a", "b", "policy.junit.xml")).toBe(renderJunit(report));
    expect(read("a", "b", "policy.md")).toBe(renderMarkdown(report, { fullReportUrl }));
  });

  it("replaces the reports of an earlier run and leaves other files alone", async () => {
    writeFileSync(join(folder, "notes.txt"), "mine");
    await writeReports(sampleReport(), folder);
    await writeReports(passedReport(), folder);
    expect(readdirSync(folder).toSorted()).toEqual([...FILES, "notes.txt"].toSorted());
    expect(read("policy.json")).toBe(renderJson(passedReport()));
  });

  it("says what to do when the folder is a file", async () => {
    const path = join(folder, "taken");
    writeFileSync(path, "");
    const error: unknown = await writeReports(sampleReport(), path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty(
      "message",
      `report folder: cannot be written (EEXIST), got ${JSON.stringify(path)}. Name a folder that this user may write to.`,
    );
  });

  it("leaves no half-written file behind when one cannot be put in its place", async () => {
    mkdirSync(join(folder, "policy.sarif"));
    await expect(writeReports(sampleReport(), folder)).rejects.toThrow("report folder: cannot be written (EISDIR)");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
