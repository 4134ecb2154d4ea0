import { Command } from "commander";
import { expect, it } from "vitest";
import { describeChange, withChange } from "../../../cli/change-options.ts";
import { buildProgram } from "../../../cli/program.ts";
import { readChange } from "../../../model/change.ts";

it("tells what is said of a change by its variables, and leaves the others as they are", () => {
  const variables = { TIDEGATE_TICKET: "OPS-1", TIDEGATE_IMPACT: "none" };
  const said = {
    ticket: "OPS-2",
    class: "major",
    emergency: "payments are down",
    rollbackPlan: "flip back",
    yes: true,
  };
  describeChange(said, variables);
  expect(readChange(variables, "jane@laptop")).toMatchObject({
    ...{ ticket: "OPS-2", class: "major", emergency: "payments are down", rollbackPlan: "flip back", impact: "none" },
    ...{ reason: null, breakGlass: null },
  });
});

it("refuses what says nothing, or too much", () => {
  expect(() => describeChange({ emergency: " " }, {})).toThrow(
    "--emergency: must say something, got nothing. Write it down, or leave the option out.",
  );
  expect(() => describeChange({ rollbackPlan: "x".repeat(2001) }, {})).toThrow(
    "--rollback-plan: must have at most 2000 characters, got 2001. Shorten it.",
  );
});

it("tells it before the command acts", async () => {
  let seen: string | undefined;
  const command = withChange(new Command("up")).action(() => {
    seen = process.env["TIDEGATE_BREAK_GLASS"];
  });
  try {
    await command.parseAsync(["--break-glass", "CI is down"], { from: "user" });
    expect(seen).toBe("CI is down");
  } finally {
    delete process.env["TIDEGATE_BREAK_GLASS"];
  }
});

it("is there on every command that moves traffic", () => {
  const moving = buildProgram().commands.filter((command) =>
    command.options.some(({ long }) => long === "--emergency"),
  );
  expect(moving.map((command) => command.name())).toEqual(["up", "release", "rollback"]);
});
