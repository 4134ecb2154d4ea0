import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadContext } from "../../policy/context.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-policy-test-"));
  vi.stubEnv("TIDEGATE_PROJECT_DIR", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it("knows the project's other stacks by their files, and by the names of tiers", () => {
  for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.dev-2.yml", "notes.yaml"]) {
    writeFileSync(join(folder, file), "{}\n");
  }
  const { otherStacks } = loadContext({ PULUMI_NODEJS_PROJECT: "shop", PULUMI_NODEJS_STACK: "dev" });
  expect([...otherStacks].toSorted()).toEqual(["dev-2", "prod", "stg"]);
});
