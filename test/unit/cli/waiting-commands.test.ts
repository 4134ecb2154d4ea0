import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../../cli/program.ts";
import { waitOption } from "../../../cli/stack-options.ts";
import { InputError } from "../../../model/errors.ts";
import { REPOSITORY } from "../../support/repository.ts";

/** Every command that a run which holds the stack may keep from its work. */
const WAITING = ["up", "release", "rollback", "canary abort", "destroy", "refresh", "drill", "config passphrase"];

function waiting(command: Command, path: readonly string[] = []): string[] {
  const own = command.options.some(({ long }) => long === "--wait") ? [path.join(" ")] : [];
  return [...own, ...command.commands.flatMap((each) => waiting(each, [...path, each.name()]))];
}

describe("--wait", () => {
  it("is an option of every command that a run may keep from its work, and the guide names them", () => {
    expect(waiting(buildProgram()).toSorted()).toEqual(WAITING.toSorted());
    const guide = readFileSync(join(REPOSITORY, "docs", "operating.md"), "utf8");
    const [, list = ""] = /go on:\n([^]*?) take it\./.exec(guide) ?? [];
    expect([...list.matchAll(/`([a-z ]+)`/g)].map(([, name]) => name)).toEqual(WAITING);
  });

  it("waits for nobody where it is left out, and takes a duration alone", () => {
    expect(waitOption({})).toEqual({ waitUntilMs: 0 });
    const left = waitOption({ wait: "5m" }).waitUntilMs - performance.now();
    expect(left).toBeGreaterThan(4 * 60_000);
    expect(left).toBeLessThanOrEqual(5 * 60_000);
    expect(() => waitOption({ wait: "soon" })).toThrow(InputError);
  });
});
