import { expect, it } from "vitest";
import { HOST_COMMANDS } from "../../../../cli/platform/host-commands.ts";
import { buildProgram } from "../../../../cli/program.ts";

it("names commands that there are, and the help says that they are for Docker hosts", () => {
  const program = buildProgram();
  const names = program.commands.map((command) => command.name());
  expect(HOST_COMMANDS.filter((name) => !names.includes(name))).toEqual([]);
  let help = "";
  program.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help).toContain(`not on AWS: ${HOST_COMMANDS.join(", ")}.`);
});
