import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadSnapshot } from "../../../edge/snapshot.ts";
import type { Observed } from "../../../model/observed.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-snapshot-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ID = { project: "acme", stack: "prod" };
const OBSERVED: Observed = {
  format: 2,
  ...ID,
  observedAt: 1_800_000_000,
  hosts: [{ name: "default", engineId: "ABCD", environment: null, edge: null, services: {} }],
};

function file(content: string): string {
  const path = join(folder, "status.json");
  writeFileSync(path, content);
  return path;
}

test("reads the output of status, and its part alone", () => {
  expect(loadSnapshot(file(JSON.stringify({ observed: OBSERVED, drift: [] })), ID)).toEqual(OBSERVED);
  expect(loadSnapshot(file(JSON.stringify(OBSERVED)), ID)).toEqual(OBSERVED);
});

test("refuses another stack's, another format's, and what is no JSON", () => {
  expect(() => loadSnapshot(file(JSON.stringify(OBSERVED)), { ...ID, stack: "stg" })).toThrow(
    "was taken of acme-prod, not of acme-stg",
  );
  expect(() => loadSnapshot(file(JSON.stringify({ ...OBSERVED, format: 3 })), ID)).toThrow(/observed\.format/);
  const { hosts, ...head } = OBSERVED;
  const older = { ...head, format: 1, ...hosts[0], name: undefined };
  expect(() => loadSnapshot(file(JSON.stringify({ observed: older })), ID)).toThrow(
    /is no output of `tidegate status --json` of this version\.\n[^]*observed\.format: must be one of 2, got 1/,
  );
  expect(() => loadSnapshot(file("{"), ID)).toThrow("cannot read");
  expect(() => loadSnapshot(join(folder, "none.json"), ID)).toThrow("cannot read");
});
