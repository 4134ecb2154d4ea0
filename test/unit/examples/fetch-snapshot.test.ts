import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fakeCommands, type FakeCommands } from "./fake-commands.ts";
import { runScript } from "./run-script.ts";

// Runners have jq, and their gh contains one.
const hasJq = spawnSync("jq", ["--version"]).status === 0;

describe.skipIf(!hasJq)("a preview's look at the snapshot", () => {
  let commands: FakeCommands;
  afterEach(() => commands.remove());

  const OWN = { head_branch: "main", head_repository_id: 5, repository_id: 5 };
  const artifact = (id: number, day: number, change: object = {}, run: object = {}) => ({
    ...{ id, expired: false, created_at: `2026-01-0${day}T00:00:00Z`, ...change },
    workflow_run: { ...OWN, ...run },
  });

  const fetch = async (artifacts: object[]) => {
    commands = fakeCommands({
      gh: `echo "$2" >> "$FOLDER/calls"\ncase "$2" in */zip) ;; *) jq --raw-output "$4" < "$FOLDER/artifacts" ;; esac\n`,
      unzip: "echo snapshot\n",
    });
    writeFileSync(join(commands.folder, "artifacts"), JSON.stringify({ artifacts }));
    const ran = await runScript("fetch-snapshot.sh", {
      args: ["prod", join(commands.folder, "status.json")],
      env: {
        ...{ PATH: commands.PATH, FOLDER: commands.folder, GITHUB_REPOSITORY: "acme/shop" },
        ...{ BRANCHES: '{ "dev": "develop", "prod": "main" }', RENEWED_ON: "trunk" },
      },
    });
    return { ...ran, calls: readFileSync(join(commands.folder, "calls"), "utf8").trimEnd().split("\n") };
  };

  it("takes the newest that a run on the environment's own branch published", async () => {
    const ran = await fetch([
      artifact(1, 1),
      artifact(2, 2),
      artifact(3, 3, { expired: true }),
      artifact(4, 4, {}, { head_branch: "feature" }),
      artifact(5, 5, {}, { head_repository_id: 9 }), // a fork's branch of the same name
    ]);
    expect(ran.exitCode).toBe(0);
    expect(ran.calls).toEqual([
      "repos/acme/shop/actions/artifacts?name=tidegate-status-prod&per_page=100",
      "repos/acme/shop/actions/artifacts/2/zip",
    ]);
    expect(readFileSync(join(commands.folder, "status.json"), "utf8")).toBe("snapshot\n");
  });

  it("takes one that was renewed where the schedule runs", async () => {
    const ran = await fetch([artifact(1, 1), artifact(2, 2, {}, { head_branch: "trunk" })]);
    expect(ran.calls.at(-1)).toBe("repos/acme/shop/actions/artifacts/2/zip");
  });

  it("fails and says what to do where there is none", async () => {
    const ran = await fetch([artifact(4, 4, {}, { head_branch: "feature" })]);
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toBe(
      "::error::There is no snapshot of prod. Run the deploy workflow on branch main with action: snapshot.\n",
    );
  });
});
