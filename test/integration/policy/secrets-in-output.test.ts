import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { PolicyReport } from "../../../policy/report/report.ts";
import { enginesPresent } from "../../support/engines.ts";
import { keepOutput } from "../../support/kept-output.ts";
import { REPOSITORY, TIDEGATE } from "../../support/repository.ts";
import { runProcess, type Ran } from "../../support/run-process.ts";
import { TRUE_POSITIVES } from "../../support/secret-corpus.ts";

const REPORTS = ["policy.html", "policy.json", "policy.junit.xml", "policy.md", "policy.sarif"];

const CASES = enginesPresent().flatMap((engine) => [
  { engine, planted: "clear", refusedBy: "no-plaintext-secret" },
  { engine, planted: "kept", refusedBy: "no-secret-in-environment" },
]);

/** Puts the corpus through every command that judges or shows a plan. `test/output` searches what is kept of that. */
describe.each(CASES)(
  "a stack full of secrets, $planted, with the $engine engine,",
  ({ engine, planted, refusedBy }) => {
    const kept = join("corpus", engine, planted);
    let project: string;
    beforeAll(async () => {
      project = mkdtempSync(join(tmpdir(), "tidegate-corpus-"));
      const main = relative(project, join(REPOSITORY, "test", "fixtures", "corpus-stack", "index.ts"));
      const runtime = { name: "nodejs", options: { typescript: false } };
      writeFileSync(join(project, "Pulumi.yaml"), stringify({ name: "corpus", runtime, main }));
      configure({ "corpus:planted": "nothing" });
      const ran = await tidegate(["up", "--yes"]); // so that what comes next changes something, and shows the change
      expect(ran.exitCode, ran.stderr).toBe(0);
      const entries = TRUE_POSITIVES.map(({ name, text }, index) => [`corpus:${index}`, { [name ?? "setting"]: text }]);
      const inFile = planted === "clear" ? (Object.fromEntries(entries) as object) : {};
      configure({ ...inFile, "corpus:planted": planted });
    });
    afterAll(() => rmSync(project, { recursive: true, force: true }));

    it("has every secret found, and is refused in every kind of report", async () => {
      const ran = await judged(["policy", "check", "--report", "reports"], "check");
      for (const report of REPORTS) {
        keepOutput(join(kept, report), readFileSync(join(project, "reports", report), "utf8"));
      }
      expect(ran.stdout.includes(refusedBy)).toBe(true);
      const report = JSON.parse(readFileSync(join(project, "reports", "policy.json"), "utf8")) as PolicyReport; // our own
      const found = report.judgements.filter(({ rule, outcome }) => rule === refusedBy && outcome === "violated");
      const names = found.map(({ resource }) => resource.name);
      expect(names.filter((name) => name.startsWith("secret-"))).toHaveLength(TRUE_POSITIVES.length);
      expect(names).toEqual(expect.arrayContaining(["arguments", "labels"]));
      expect(names.includes("corpus-prod")).toBe(planted === "clear"); // of the stack file
    });

    it("is refused as JSON", async () => {
      const ran = await judged(["policy", "check", "--json"], "check-json");
      expect(ran.stdout.includes(refusedBy)).toBe(true);
    });

    it("shows a change of a plain value without what looks like a secret", async () => {
      const ran = await judged(["preview"], "preview");
      expect(ran.stdout.includes("[secret]")).toBe(true);
    });

    it("shows it so as JSON too", async () => {
      const ran = await judged(["preview", "--json"], "preview-json");
      expect(ran.stdout.includes('"[secret]"')).toBe(true);
    });

    it("is not brought up", async () => {
      const ran = await judged(["up", "--yes"], "up");
      expect(ran.stderr.includes(refusedBy)).toBe(true);
      await judged(["up", "--yes", "--json"], "up-json");
    });

    /** Runs a command that must be refused, and keeps what it printed under a name. */
    async function judged(args: readonly string[], name: string): Promise<Ran> {
      const ran = await tidegate([...args, "--policy-pack", join(REPOSITORY, "policy")]);
      keepOutput(join(kept, `${name}.txt`), ran.stdout + ran.stderr);
      expect(ran.exitCode).toBe(4);
      return ran;
    }

    function tidegate(args: readonly string[]): Promise<Ran> {
      const command = [TIDEGATE, ...args, "-s", "prod", "--engine", engine];
      return runProcess(process.execPath, command, {
        cwd: project,
        env: {
          ...process.env,
          PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
          PULUMI_BACKEND_URL: `file://${project}`,
          NO_COLOR: "1",
        },
        timeoutMs: 120_000,
      });
    }

    /** Sets the stack's config; what the engine keeps beside it stays. */
    function configure(config: Record<string, unknown>): void {
      const file = join(project, "Pulumi.prod.yaml");
      const kept = parse(readFileSync(file, { encoding: "utf8", flag: "a+" })) as object | null; // a mapping, once written
      writeFileSync(file, stringify({ ...kept, config: { "docker:host": "unix:///var/run/docker.sock", ...config } }));
    }
  },
);
