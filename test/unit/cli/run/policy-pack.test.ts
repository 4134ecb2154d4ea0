import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findPolicyPack, tellOfNoPack } from "../../../../cli/run/policy-pack.ts";

let dir: string;

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "tidegate-pack-"))));
afterEach(() => rmSync(dir, { recursive: true }));

it("takes the pack that the package brings where the project has none of its own", () => {
  expect(findPolicyPack(dir, undefined, "/bundled")).toBe("/bundled");
  mkdirSync(join(dir, "policy"));
  writeFileSync(join(dir, "policy", "PulumiPolicy.yaml"), "");
  expect(findPolicyPack(dir, undefined, "/bundled")).toBe(join(dir, "policy"));
  expect(findPolicyPack(dir, false, "/bundled")).toBeUndefined();
});

it("says that nothing is judged where there is no pack, and nothing where none is wanted", () => {
  expect(tellOfNoPack(undefined, undefined)).toMatchObject([
    { message: expect.stringContaining("No policies judge this") as string },
  ]);
  expect(tellOfNoPack(undefined, false)).toEqual([]);
  expect(tellOfNoPack("/bundled", undefined)).toEqual([]);
});
