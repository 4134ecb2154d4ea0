import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeComplaint, OLDEST_NODE } from "../../../model/node-version.js";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess } from "../../support/run-process.ts";

describe("the version of Node.js", () => {
  it.each(["20.20.2", "22.17.9", "18.0.0"])("%s is too old", (version) => {
    expect(nodeComplaint(version)).toBe(
      `Node.js: ${version} is too old (${process.execPath}). Put Node.js 22.18 or later first on PATH, and run this again.`,
    );
  });

  it.each(["22.18.0", "22.20.1", "24.0.0", "100.1.0"])("%s is new enough", (version) => {
    expect(nodeComplaint(version)).toBeUndefined();
  });

  it("is the one that the package asks for", () => {
    const { engines } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { engines: object };
    expect(engines).toEqual({ node: `>=${OLDEST_NODE.join(".")}` });
  });

  it.each([
    ["the command line", ["cli/main.js", "status"], 2],
    ["the control of an edge", ["edge/control/main.js", "base"], 2],
    ["the program's start", ["--import", "./engine/pulumi/preload.mjs", "infra/index.ts"], 1],
    ["the components", ["components/index.ts"], 1],
  ])("is told by %s before anything else is done", async (_what, args, code) => {
    const older = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })`;
    const argv = ["--import", `data:text/javascript,${encodeURIComponent(older)}`, ...args];
    const { exitCode, stdout, stderr } = await runProcess(process.execPath, argv, {
      cwd: REPOSITORY,
      env: {},
      timeoutMs: 10_000,
    });
    expect(stderr).toContain("Node.js: 20.20.2 is too old");
    expect([exitCode, stdout]).toEqual([code, ""]);
  });
});
