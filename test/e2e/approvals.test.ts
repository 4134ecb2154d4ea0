import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NAMESPACES } from "../../delivery/approvals/signature.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { makeSshKey, sshSign, type SshKey } from "../support/ssh-keys.ts";

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
  }, 180_000);

  it("stay where they are by a request alone, and by its requester's approval", async () => {
    await ask();
    await expectClosed(/0 of 1 for class normal/);
    writeFileSync(join(folder(), "approved-jane.sig"), signed(keys.jane, readRequest()));
    await expectClosed(/approved-jane\.sig is by jane, who asked, and so is no approval/);
    rmSync(join(folder(), "approved-jane.sig"));
  }, 180_000);

  it("stay where they are for a signer who was removed, and for a key that nobody knows", async () => {
    await approve("mallory");
    signers("jane", "bob");
    await expectClosed(/approved-mallory\.sig is by a key that is not among the signers/);
    signers("jane", "bob", "mallory");
    const stranger = makeSshKey(environment.dir, "stranger");
    writeFileSync(join(folder(), "approved-mallory.sig"), signed(stranger, readRequest()));
    await expectClosed(/approved-mallory\.sig is by a key that is not among the signers/);
    rmSync(join(folder(), "approved-mallory.sig"));
  }, 180_000);

  it("stay where they are for other settings, and for another digest", async () => {
    await approve("bob");
    environment.shop.green = release("v2", { environment: { MORE: "x" } });
    await expectClosed(/the request was for something else than is declared: environment/);
    environment.shop.green = { ...release("v3"), version: "2.0.0" };
    await expectClosed(/the request was for something else than is declared: image "\S+" → "\S+"/);
    environment.shop.green = release("v2");
    environment.write();
  }, 180_000);

  it("stay where they are for signatures over another text, and once the request has expired", async () => {
    const asked = readRequest();
    writeFileSync(join(folder(), "approved-bob.sig"), signed(keys.bob, asked.replace("2.0.0", "2.0.1")));
    await expectClosed(/approved-bob\.sig is not over this very request/);

    const { requestedAt } = JSON.parse(asked) as { requestedAt: string }; // as `tidegate request` has written it
    const over = asked.replace(/"expiresAt": "[^"]*"/, `"expiresAt": "${requestedAt}"`);
    writeFileSync(join(folder(), "request.json"), over);
    writeFileSync(join(folder(), "request.sig"), sshSign(keys.jane, NAMESPACES.request, over));
    writeFileSync(join(folder(), "approved-bob.sig"), signed(keys.bob, over));
    await expectClosed(/1 of 1 for class normal, asked by jane: bob .*; the request has expired, at 20/);
    rmSync(folder(), { recursive: true });
    await ask();
  }, 180_000);

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

  /** Of the request and the signatures. */
  function folder(): string {
    return join(environment.dir, "approvals", environment.id.stack, "shop", "2.0.0");
  }

  function readRequest(): string {
    return readFileSync(join(folder(), "request.json"), "utf8");
  }

  function signed(key: SshKey, text: string): string {
    return sshSign(key, NAMESPACES.approval, text);
  }

  async function ask(): Promise<void> {
    const ran = await environment.tidegate(["request", "shop", "--reason", "x", "--key", keys.jane.path]);
    expect(ran.exitCode, ran.stderr).toBe(0);
  }

  async function approve(name: keyof typeof keys): Promise<void> {
    const ran = await environment.tidegate(["approve", "shop", "--yes", "--key", keys[name].path]);
    expect(ran.exitCode, ran.stderr).toBe(0);
  }

  /** To `tidegate up`, and to the Pulumi CLI by hand where that is the engine. */
  async function expectClosed(why: RegExp): Promise<void> {
    const run = await environment.tryUp();
    expect(run.ran.exitCode).toBe(EXIT.gateRed);
    expect(run.text).toMatch(why);
    if (engine === "pulumi") {
      const bare = await environment.pulumi(["up", "--yes"]);
      expect(bare.exitCode).not.toBe(EXIT.done);
      expect(bare.stdout + bare.stderr).toMatch(why);
    }
    expect((await environment.record()).active).toBe("blue");
  }
});
