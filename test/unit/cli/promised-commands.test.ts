import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { commandsFor } from "../../../agent/notify/commands.ts";
import { buildProgram } from "../../../cli/program.ts";
import { EVENTS } from "../../support/notify-events.ts";
import { REPOSITORY } from "../../support/repository.ts";

/** What is wrong with a command line, as the program would find it; undefined where it takes it. */
function problemOf(line: string): string | undefined {
  const [name, ...words] = line.split(" ");
  if (name !== "tidegate") return `${line}: is none of tidegate's`;
  let command: Command = buildProgram();
  for (;;) {
    const next = command.commands.find((one) => one.name() === words[0]);
    if (next === undefined) break;
    command = next;
    words.shift();
  }
  if (command.commands.length > 0) return `${line}: there is no such command`;
  const { operands, unknown } = command.parseOptions(words);
  const needed = command.registeredArguments.filter(({ required }) => required).length;
  const missing = command.options.find(({ mandatory, long }) => mandatory && !words.includes(long ?? ""));
  if (unknown.length > 0) return `${line}: takes no ${unknown.join(" ")}`;
  if (missing !== undefined) return `${line}: needs ${missing.long ?? ""}`;
  if (operands.length < needed || operands.length > command.registeredArguments.length) {
    return `${line}: takes other arguments`;
  }
  return undefined;
}

describe("the commands that messages promise", () => {
  it.each(Object.values(EVENTS))("are there, with these very arguments: $kind", (event) => {
    expect(commandsFor(event).flatMap((line) => problemOf(line) ?? [])).toEqual([]);
  });

  it.each(["en", "zh"])("are there where a text names one by the way: %s", (language) => {
    const text = readFileSync(join(REPOSITORY, "agent/notify/texts", `${language}.ts`), "utf8");
    const lines = [...text.matchAll(/`(tidegate [a-z ]+)`/g)].flatMap(([, line]) => line ?? []);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap((line) => problemOf(line) ?? [])).toEqual([]);
  });

  it.each([
    ["tidegate acknowledge x", "there is no such command"],
    ["tidegate canary resume shop -s prod", "needs --reason"],
    ["tidegate ack -s prod", "takes other arguments"],
    ["tidegate ack x --why y", "takes no --why y"],
  ])("would be found out: %s", (line, problem) => {
    expect(problemOf(line)).toBe(`${line}: ${problem}`);
  });
});
