import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ruleUrl } from "../../policy/rule-url.ts";
import { RULES } from "../../policy/rules.ts";
import { REPOSITORY } from "../support/repository.ts";
import { runProcess } from "../support/run-process.ts";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-policy-test-"));
  const script = join(REPOSITORY, "policy", "build-package.mjs");
  const options = { cwd: folder, env: process.env, timeoutMs: 30_000 };
  const ran = await runProcess(process.execPath, [script, folder], options);
  expect(ran.exitCode, ran.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => readFileSync(join(folder, file), "utf8");

it("brings the page along to which every rule's address leads", () => {
  const { files } = JSON.parse(read("package.json")) as { files: string[] }; // as the script writes it
  const dead = RULES.filter(({ id }) => {
    const [file = "", anchor] = ruleUrl(id).split("#");
    return !files.includes(file.split("/")[0] ?? "") || !read(file).includes(`\n### ${anchor}\n`);
  });
  expect(dead).toEqual([]);
});
