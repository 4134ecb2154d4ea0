import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { runProcess } from "../support/run-process.ts";
import { makeSshKey, type SshKey } from "../support/ssh-keys.ts";

describe.each(enginesPresent())("releases that need approvals, with the %s engine", (engine) => {
  let environment: Environment;
  let keys: Record<"jane" | "bob" | "mallory", SshKey>;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    await environment.up();
    const { dir } = environment;
    keys = { jane: makeSshKey(dir, "jane"), bob: makeSshKey(dir, "bob"), mallory: makeSshKey(dir, "mallory") };
    signers("jane", "bob", "mallory");
    environment.config["gates"] = { approvals: {} };
    environment.shop.activeColor = "green";
    environment.shop.green = release("v2");
    environment.write();
  }, 120_000);
  afterAll(() => environment.remove(), 60_000);

  it("stay where they are while nobody has asked, and a preview says so", async () => {
    expect((await environment.run("preview")).text).toContain("gate approvals: closed: nobody has asked for it");
    await expectClosed(/approvals {2}closed .*nobody has asked for it/);
  }, 60_000);

  it("stay where they are by a request alone, and by its requester's approval", async () => {
    await ask();
    await expectClosed(/0 of 1 for class normal/);
    const folder = join(environment.dir, "approvals", environment.id.stack, "shop", "2.0.0");
    const text = join(folder, "request.json");
    await runProcess(
      "sh",
      ["-c", `ssh-keygen -Y sign -f jane -n tidegate-approval < ${text} > ${folder}/approved-jane.sig`],
      {
        ...{ cwd: environment.dir, env: process.env, timeoutMs: 10_000 },
      },
    );
    await expectClosed(/approved-jane\.sig is by jane, who asked, and so is no approval/);
    rmSync(join(folder, "approved-jane.sig"));
  }, 60_000);

  it("stay where they are for a signer who was removed, and for other settings", async () => {
    await approve("mallory");
    signers("jane", "bob");
    await expectClosed(/approved-mallory\.sig is by a key that is not among the signers/);
    environment.shop.green = release("v2", { environment: { MORE: "x" } });
    await expectClosed(/the request was for something else than is declared: environment/);
    environment.shop.green = release("v2");
    environment.write();
  }, 60_000);

  it("go on once somebody else has approved, and go back without", async () => {
    await approve("bob");
    await environment.up();
    expect((await environment.record()).active).toBe("green");
    rmSync(join(environment.dir, "approvals"), { recursive: true });
    await environment.flip("blue");
    expect((await environment.record()).active).toBe("blue");
  }, 120_000);

  function signers(...names: (keyof typeof keys)[]): void {
    const lines = names.map((name) => `${name} ${keys[name].publicKey}\n`);
    writeFileSync(join(environment.dir, ".tidegate-signers"), lines.join(""));
  }

  async function ask(): Promise<void> {
    const ran = await environment.tidegate(["request", "shop", "--reason", "x", "--key", keys.jane.path]);
    expect(ran.exitCode, ran.stderr).toBe(0);
  }

  async function approve(name: keyof typeof keys): Promise<void> {
    const ran = await environment.tidegate(["approve", "shop", "--yes", "--key", keys[name].path]);
    expect(ran.exitCode, ran.stderr).toBe(0);
  }

  async function expectClosed(why: RegExp): Promise<void> {
    const run = await environment.tryUp();
    expect(run.ran.exitCode).toBe(EXIT.gateRed);
    expect(run.text).toMatch(why);
    expect((await environment.record()).active).toBe("blue");
  }
});
