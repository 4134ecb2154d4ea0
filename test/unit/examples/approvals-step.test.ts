import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { describeForecast } from "../../../delivery/gates/describe.ts";
import type { GateVerdict } from "../../../model/gate-result.ts";
import { REPOSITORY } from "../../support/repository.ts";

const EXAMPLES = join(REPOSITORY, "examples");
const read = (...path: string[]) => parse(readFileSync(join(EXAMPLES, ...path), "utf8")) as unknown;

const stepSchema = z.object({ name: z.string().optional(), run: z.string().optional() });
const github = z
  .object({ jobs: z.record(z.string(), z.object({ steps: z.array(stepSchema) })) })
  .parse(read("github", ".github", "workflows", "preview.yml"));
const gitlab = z
  .object({ ".preview": z.object({ script: z.array(z.string()) }) })
  .parse(read("gitlab", ".gitlab-ci.yml"));

const STEPS = {
  GitHub: github.jobs["preview"]?.steps.find(({ name }) => name === "Approvals")?.run ?? "exit 99",
  GitLab: gitlab[".preview"].script.find((line) => line.includes("gate approvals")) ?? "exit 99",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-approvals-"));
  mkdirSync(join(folder, "report"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Exit code of the step after a preview that said this. */
function exitCodeAfter(step: string, preview: string): number | null {
  writeFileSync(join(folder, "report", "preview.txt"), `shop: traffic moves blue → green\n${preview}\n`);
  const env = { PATH: process.env["PATH"], STACK: "prod" };
  return spawnSync("bash", ["-euo", "pipefail", "-c", `${step}\ntrue`], { cwd: folder, env }).status;
}

const forecast = (verdict: GateVerdict, gate = "approvals") =>
  describeForecast({ gate, verdict, asked: "", seen: "0 of 2", wanted: "2", remedy: null, tookMs: 1 });

describe.each(Object.entries(STEPS))("a preview in %s", (_, step) => {
  it.each(["fail", "inconclusive"] as const)("is red where the approvals gate says %s", (verdict) => {
    expect(exitCodeAfter(step, forecast(verdict))).toBe(3);
  });

  it("is not where it passes, is not declared, or another gate is closed", () => {
    expect(exitCodeAfter(step, forecast("pass"))).toBe(0);
    expect(exitCodeAfter(step, "")).toBe(0);
    expect(exitCodeAfter(step, forecast("fail", "window"))).toBe(0);
  });
});
