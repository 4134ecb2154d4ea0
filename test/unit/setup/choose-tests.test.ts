import { describe, expect, it } from "vitest";
import { chooseTests } from "../../../setup/choose-tests.ts";

describe("chooseTests", () => {
  it.each([
    { args: [], needsEngine: true, vitestArgs: [] },
    { args: ["unit"], needsEngine: false, vitestArgs: ["--project", "unit"] },
    { args: ["unit", "policy"], needsEngine: false, vitestArgs: ["--project", "unit", "--project", "policy"] },
    { args: ["unit", "e2e"], needsEngine: true, vitestArgs: ["--project", "unit", "--project", "e2e"] },
    { args: ["output"], needsEngine: false, vitestArgs: ["--project", "output"] },
    { args: ["--project", "policy"], needsEngine: false, vitestArgs: ["--project", "policy"] },
    { args: ["--project=unit"], needsEngine: false, vitestArgs: ["--project=unit"] },
    { args: ["--project", "un*"], needsEngine: true, vitestArgs: ["--project", "un*"] },
    { args: ["unit", "-t", "policy"], needsEngine: false, vitestArgs: ["--project", "unit", "-t", "policy"] },
    { args: ["test/e2e/flip.test.ts"], needsEngine: true, vitestArgs: ["test/e2e/flip.test.ts"] },
  ])("reads $args", ({ args, needsEngine, vitestArgs }) => {
    expect(chooseTests(args)).toEqual({ needsEngine, vitestArgs });
  });
});
