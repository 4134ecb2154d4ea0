import { describe, expect, it } from "vitest";
import { chooseTests } from "../../../setup/choose-tests.ts";

describe("chooseTests", () => {
  it.each([
    { args: [], needsEngine: true, vitestArgs: [], byTurns: true },
    { args: ["unit"], needsEngine: false, vitestArgs: ["--project", "unit"], byTurns: true },
    {
      args: ["unit", "policy"],
      needsEngine: false,
      vitestArgs: ["--project", "unit", "--project", "policy"],
      byTurns: true,
    },
    { args: ["unit", "e2e"], needsEngine: true, vitestArgs: ["--project", "unit", "--project", "e2e"], byTurns: true },
    { args: ["output"], needsEngine: false, vitestArgs: ["--project", "output"], byTurns: true },
    { args: ["--project", "policy"], needsEngine: false, vitestArgs: ["--project", "policy"], byTurns: false },
    { args: ["--project=unit"], needsEngine: false, vitestArgs: ["--project=unit"], byTurns: false },
    { args: ["--project", "un*"], needsEngine: true, vitestArgs: ["--project", "un*"], byTurns: false },
    {
      args: ["unit", "-t", "policy"],
      needsEngine: false,
      vitestArgs: ["--project", "unit", "-t", "policy"],
      byTurns: false,
    },
    { args: ["test/e2e/flip.test.ts"], needsEngine: true, vitestArgs: ["test/e2e/flip.test.ts"], byTurns: false },
  ])("reads $args", ({ args, needsEngine, vitestArgs, byTurns }) => {
    expect(chooseTests(args)).toEqual({ needsEngine, vitestArgs, byTurns });
  });
});
