import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { observabilityExport, observabilityExportResult } from "../../../../cli/commands/observability-export.ts";
import { OBSERVABILITY_FILES } from "../../../../observability/files.ts";

const NAMES = OBSERVABILITY_FILES.map(({ name }) => name);
const RULES = "tidegate-rules.yaml";

let root: string;
let folder: string;
let out: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidegate-observability-"));
  folder = join(root, "deep", "monitoring");
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const put = (text: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, RULES), text);
};
const rules = () => readFileSync(join(folder, RULES), "utf8");
const run = ({ force = false } = {}) => observabilityExport({ folder, force, json: true });
const changes = () => {
  const { files } = observabilityExportResult.schema.parse(JSON.parse(out)) as { files: { change: string }[] };
  return files.map(({ change }) => change);
};

it("writes every file into a folder that it makes", async () => {
  await run();
  expect(readdirSync(folder).toSorted()).toEqual(NAMES.toSorted());
  for (const { name, render } of OBSERVABILITY_FILES) expect(readFileSync(join(folder, name), "utf8")).toBe(render());
  expect(changes()).toEqual(NAMES.map(() => "new"));
});

it("prints the paths, for people", async () => {
  await observabilityExport({ folder, force: false, json: false });
  expect(out).toBe(NAMES.map((name) => `${join(folder, name)}\n`).join(""));
});

it("leaves files alone that are what it would write", async () => {
  await run();
  out = "";
  await run();
  expect(changes()).toEqual(NAMES.map(() => "unchanged"));
});

it("refuses to replace a file that somebody has changed, and writes none of the others", async () => {
  put("groups: []\n");
  await expect(run()).rejects.toThrow(`${join(folder, RULES)}: is there, with other contents. \`--force\` replaces it`);
  expect(readdirSync(folder)).toEqual([RULES]);
  expect(rules()).toBe("groups: []\n");
});

it("replaces it when told to", async () => {
  put("groups: []\n");
  await run({ force: true });
  expect(rules()).toContain("TidegateAgentSilent");
  expect(changes()).toEqual(NAMES.map((name) => (name === RULES ? "replaced" : "new")));
});
