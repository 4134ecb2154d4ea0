import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { STEPS, TEST_STEPS } from "../../../../setup/steps.ts";
import { findPrometheusProgram, prometheus } from "../../../../setup/steps/prometheus.ts";
import { fakeContext } from "../fake-step.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidegate-prometheus-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

it("finds a program of the system before the one that set-up has unpacked", () => {
  const path = `:${join(root, "bin")}`;
  const unpacked = put(".tidegate/prometheus/usr/bin/promtool");
  expect(findPrometheusProgram("promtool", root, path)).toBe(unpacked);
  const installed = put("bin/promtool");
  expect(findPrometheusProgram("promtool", root, path)).toBe(installed);
  expect(findPrometheusProgram("amtool", root, path)).toBeUndefined();
});

it("is done once each of its programs is there", async () => {
  const context = { ...fakeContext().context, root };
  for (const program of ["prometheus", "promtool", "amtool"]) put(`.tidegate/prometheus/usr/bin/${program}`);
  expect(await prometheus.check(context)).toMatchObject({ ok: true });
});

it("is taken for tests alone", () => {
  expect(TEST_STEPS).toContain(prometheus);
  expect(STEPS).not.toContain(prometheus);
});
