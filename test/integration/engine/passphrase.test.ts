import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PASSPHRASE_FAIL_POINTS } from "../../../engine/embedded/fail-points.ts";
import { acquireLock } from "../../../engine/embedded/state/lock.ts";
import { EXIT } from "../../../model/errors.ts";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { TIDEGATE } from "../../support/repository.ts";
import { useProject, type TestProject } from "./support/project.ts";

const OLD = "correct horse";
const NEW = "battery staple";
const ARGS = ["config", "passphrase", "-s", "dev", "--engine", "embedded"];

/** A project with a secret in its state and one in its file, sealed with OLD. */
async function sealedProject(): Promise<TestProject> {
  const project = useProject();
  process.env["PULUMI_CONFIG_PASSPHRASE"] = OLD;
  project.write("Pulumi.dev.yaml", "# mine\nconfig:\n  test:plain: hello # yours\n");
  await (await project.engine()).setSecret("test:token", "open sesame");
  project.describe([{ name: "a", inputs: { token: { $secretConfig: "token" } } }], {
    outputs: { token: { $secretConfig: "token" } },
  });
  await project.run("up");
  return project;
}

function change(project: TestProject, env: NodeJS.ProcessEnv): SpawnSyncReturns<string> {
  const ran = spawnSync(process.execPath, [TIDEGATE, ...ARGS], {
    cwd: project.dir,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  keepProcessOutput(ARGS, ran.stdout, ran.stderr);
  return ran;
}

/** What a passphrase opens: the outputs of the state and, by an `up` that changes nothing, the file. */
async function opens(project: TestProject, passphrase: string): Promise<boolean> {
  process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
  try {
    const run = await project.run("up");
    expect(run.effects).toEqual([]);
    expect(await (await project.engine()).outputs({ showSecrets: true })).toEqual({ token: "open sesame" });
    return true;
  } catch (error) {
    expect(String(error)).toContain("the passphrase is wrong");
    return false;
  }
}

describe("a changed passphrase", () => {
  it("opens file and state, the old one neither, and the file is else as it was", async () => {
    const project = await sealedProject();
    const before = project.read("Pulumi.dev.yaml");
    const ran = change(project, { TIDEGATE_NEW_PASSPHRASE: NEW });
    expect(ran.stdout).toContain("Every secret of dev is sealed with the new passphrase.");
    expect(ran.status).toBe(0);
    const mask = (text: string) => text.replaceAll(/v1:\S+/g, "sealed");
    expect(mask(project.read("Pulumi.dev.yaml"))).toBe(mask(before));
    expect(existsSync(`${project.statePath}.bak`)).toBe(false);
    expect(await opens(project, OLD)).toBe(false);
    expect(await opens(project, NEW)).toBe(true);
  });

  it("waits for a run that holds the stack, where it is told to", async () => {
    const project = await sealedProject();
    const lock = await acquireLock(project.statePath.replace(/json$/, "lock"), "tidegate up -s dev");
    const busy = change(project, { TIDEGATE_NEW_PASSPHRASE: NEW });
    expect([busy.status, busy.stderr]).toEqual([EXIT.busy, expect.stringContaining("held by `tidegate up -s dev`")]);
    const waiting = spawn(process.execPath, [TIDEGATE, ...ARGS, "--wait", "1m"], {
      cwd: project.dir,
      env: { ...process.env, TIDEGATE_NEW_PASSPHRASE: NEW },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [said] = (await once(waiting.stderr, "data")) as [Buffer];
    expect(said.toString()).toContain("Waiting, because another run holds the stack");
    await lock.release();
    expect(await once(waiting, "close")).toEqual([EXIT.done, null]);
    expect(await opens(project, NEW)).toBe(true);
  });

  it.each(["engine:before-rename", ...PASSPHRASE_FAIL_POINTS])(
    "that is killed at %s leaves one passphrase that opens both, and completes when it is repeated",
    async (point) => {
      const project = await sealedProject();
      expect(change(project, { TIDEGATE_NEW_PASSPHRASE: NEW, TIDEGATE_FAIL_POINT: point }).signal).toBe("SIGKILL");
      const isOld = await opens(project, OLD);
      expect(await opens(project, NEW)).toBe(!isOld);
      expect(isOld).toBe(point === "engine:before-rename");
      const current = isOld ? OLD : NEW;
      expect(change(project, { PULUMI_CONFIG_PASSPHRASE: current, TIDEGATE_NEW_PASSPHRASE: "third" }).status).toBe(0);
      expect(await opens(project, "third")).toBe(true);
    },
  );

  it.each([
    [
      "the old one is wrong",
      { PULUMI_CONFIG_PASSPHRASE: "wrong", TIDEGATE_NEW_PASSPHRASE: NEW },
      "the passphrase is wrong",
    ],
    ["the new one is empty", { TIDEGATE_NEW_PASSPHRASE: "" }, "TIDEGATE_NEW_PASSPHRASE: is empty"],
    ["there is no new one", {}, "TIDEGATE_NEW_PASSPHRASE: is not set"],
  ])("is refused where %s, and nothing is changed", async (_, env, message) => {
    const project = await sealedProject();
    const before = [project.read("Pulumi.dev.yaml"), project.read(".tidegate/state/dev.json")];
    const ran = change(project, env);
    expect(ran.stderr).toContain(message);
    expect(ran.status).toBe(2);
    expect([project.read("Pulumi.dev.yaml"), project.read(".tidegate/state/dev.json")]).toEqual(before);
  });
});
