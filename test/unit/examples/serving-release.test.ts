import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { observed, record, release, seal, steady } from "../edge/observed.ts";
import { runScript } from "./run-script.ts";

const IMAGE = `registry.test/shop:2@sha256:${"b".repeat(64)}`;
const hasJq = spawnSync("jq", ["--version"]).status === 0;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-serving-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const find = (image: string, active: "green" | null = "green") => {
  const sealed = { blue: seal(release("1")), green: seal(release("2", { image })) };
  const status = { observed: observed(steady({ record: record({ active, sealed }) })) };
  writeFileSync(join(dir, "status.json"), JSON.stringify(status));
  return runScript("serving-release.sh", { args: ["status.json", "shop"], cwd: dir });
};

describe.skipIf(!hasJq)("serving-release.sh", () => {
  it("tells version and image of what serves in a snapshot", async () => {
    expect(await find(IMAGE)).toMatchObject({ exitCode: 0, stdout: `SERVING_IMAGE=${IMAGE}\nSERVING_VERSION=2\n` });
  });

  it.each([
    ["is named by a tag alone", "registry.test/shop:2", "green"],
    ["is not there", IMAGE, null],
  ] as const)("refuses what %s", async (_what, image, active) => {
    const ran = await find(image, active);
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toContain("which names no digest");
  });
});
