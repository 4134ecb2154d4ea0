import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { demoImage, VERSIONS, type DemoVersion } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";
import { changesOf } from "../support/run.ts";

const digestOf = (version: DemoVersion) => demoImage(version).replace(/^.*@/, "");

describe.each(enginesPresent())("a rollback, with the %s engine", (engine) => {
  let environment: Environment;
  const rollBack = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    environment.tidegate(["rollback", "shop", "--engine", engine, "--no-policy-pack", ...args], { env });
  const result = (stdout: string) => readJsonLines("rollback", stdout).at(-1);
  const declared = () =>
    (
      parse(readFileSync(environment.stackFile, "utf8")) as {
        config: Record<string, { shop: { activeColor: string } }>;
      }
    ).config["tidegate:services"]?.shop.activeColor;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    await environment.up();
  }, 120_000);
  afterAll(() => environment.remove(), 60_000);

  it("has nothing to go back to before a second release, and says what there is", async () => {
    const ran = await rollBack();
    expect(ran.exitCode).toBe(2);
    expect(result(ran.stdout)).toMatchObject({
      ok: false,
      error: expect.stringContaining("green has never served") as unknown,
    });
    const unknown = await environment.tidegate(["rollback", "blog"], { json: false });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("blog: no color serves");
  });

  it("moves traffic without losing a request, and brings file and state in line", async () => {
    environment.shop.green = release("v2");
    await environment.flip("green");
    const load = await environment.startLoad();
    load.announce(VERSIONS.v1);
    const ran = await rollBack(["--reason", "errors at checkout"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(result(ran.stdout)).toMatchObject({
      ...{ ok: true, moved: true, from: "green", to: "blue", version: VERSIONS.v1, up: { exitCode: 0 } },
      ledger: { number: 6, waits: false }, // each of three switches, and that it proved itself
      running: { digest: digestOf("v1"), strays: [] },
    });
    expect(await load.stop()).toMatchObject({ lost: 0, backwards: 0, failures: [] });
    await waitForVersion(environment.url, VERSIONS.v1);
    expect(declared()).toBe("blue");
    environment.shop.activeColor = "blue";
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  it("holds what it went back from until a person lets it serve again", async () => {
    expect((await environment.status()).services).toMatchObject({
      shop: { hold: { version: VERSIONS.v2, color: "green", reason: "errors at checkout" } },
    });
    environment.shop.activeColor = "green";
    const forward = await environment.tryUp({ args: ["--skip-preview"] });
    expect(forward.ran.exitCode).toBe(2);
    expect(forward.ran.stdout + forward.ran.stderr).toContain("hold clear shop");
    const twice = await rollBack();
    expect(twice.exitCode).toBe(2);
    expect(result(twice.stdout)).toMatchObject({
      error: expect.stringContaining("going back would be going forward") as unknown,
    });
    await waitForVersion(environment.url, VERSIONS.v1);

    const cleared = await environment.tidegate(["hold", "clear", "shop", "--reason", "it was the database"], {
      json: false,
    });
    expect(cleared.stdout).toMatch(/^shop: version 2\.0\.0 may serve again\.\nledger: entry 7, [0-9a-f]{64}\n$/);
    environment.shop.activeColor = "blue";
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  it("does nothing where the wanted version serves already, and refuses one that is gone", async () => {
    const again = await rollBack(["--to", VERSIONS.v1]);
    expect(again.exitCode).toBe(0);
    expect(result(again.stdout)).toMatchObject({ moved: false, up: null });
    const gone = await rollBack(["--to", "0.9.0"]);
    expect(gone.exitCode).toBe(2);
    expect(result(gone.stdout)).toMatchObject({
      error: expect.stringContaining("version 0.9.0 is not there") as unknown,
    });
  });

  it("stays where it is while the release before is not well", async () => {
    environment.shop["gate"] = { passes: 3, interval: "100ms", within: "2s" };
    await environment.up();
    await environment.docker.getContainer(environment.replica("green", 0)).stop({ t: 1 });
    const ran = await rollBack();
    expect(ran.exitCode).toBe(3);
    await waitForVersion(environment.url, VERSIONS.v1);
    expect(declared()).toBe("blue");
    await environment.docker.getContainer(environment.replica("green", 0)).start();
    await waitUntil("green is well", async () => {
      const { asDeclared } = await environment.status();
      return asDeclared === true || undefined;
    });
  }, 60_000);

  it("needs nothing but the host: without the passphrase traffic is back, and the file says so", async () => {
    const ran = await rollBack([], { PULUMI_CONFIG_PASSPHRASE: "wrong" });
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(2);
    await waitForVersion(environment.url, VERSIONS.v2);
    expect(declared()).toBe("green");
    environment.shop.activeColor = "green";
    await environment.up();
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  it("leaves file and state to a later up where only traffic is wanted", async () => {
    const args = ["rollback", "shop", "--traffic-only", "--to", VERSIONS.v1]; // held since traffic went forward from it
    const ran = await environment.tidegate(args, { json: false });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(
      /^shop: traffic moved green → blue \(version 1\.0\.0\), switched in \d+ ms\nshop: blue runs sha256:[0-9a-f]{64}\n.*set activeColor of shop to blue in Pulumi\.test\.yaml/,
    );
    await waitForVersion(environment.url, VERSIONS.v1);
    expect(declared()).toBe("green");
  });

  it("makes again what served before where another release is staged there, without losing a request", async () => {
    environment.shop.activeColor = "blue";
    environment.shop.green = { ...release("v2"), version: "2.1.0" };
    await environment.up();
    const early = await rollBack(["--traffic-only", "--to", VERSIONS.v2]);
    expect(early.exitCode).toBe(2);
    expect(result(early.stdout)).toMatchObject({
      error: expect.stringContaining("green is not version 2.0.0 any more, which served before there.") as unknown,
    });
    const load = await environment.startLoad();
    load.announce(VERSIONS.v2);
    const ran = await rollBack(["--to", VERSIONS.v2]); // held since traffic went back from it
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(ran.stderr).toContain("It is made again from what the edge remembers, and goes through the gate");
    expect(result(ran.stdout)).toMatchObject({
      ...{ ok: true, moved: true, from: "blue", to: "green", version: VERSIONS.v2, up: { exitCode: 0 } },
      running: { digest: digestOf("v2"), strays: [] },
    });
    expect(await load.stop()).toMatchObject({ lost: 0, backwards: 0, failures: [] });
    expect((await environment.record()).hold).toMatchObject({ version: VERSIONS.v1, color: "blue" });
    environment.shop.green = release("v2");
    environment.shop.activeColor = "green";
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  it("puts the file back where what is made again does not pass the gate", async () => {
    environment.shop.blue = { ...release("v1"), version: "1.1.0" };
    environment.shop["gate"] = { passes: 30, interval: "1s", within: "1s" };
    await environment.up();
    const before = readFileSync(environment.stackFile, "utf8");
    const ran = await environment.tidegate(
      ["rollback", "shop", "--to", VERSIONS.v1, "--engine", engine, "--no-policy-pack"],
      {
        json: false,
      },
    );
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(3);
    expect(ran.stderr).toContain("Pulumi.test.yaml is as it was before the release.");
    expect(readFileSync(environment.stackFile, "utf8")).toBe(before);
    await waitForVersion(environment.url, VERSIONS.v2);
  }, 120_000);
});
