import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { clockOff } from "../support/clock-off.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { footprint } from "../support/footprint.ts";
import { demoImage, forgetImages, registryAddress, VERSIONS, type DemoVersion } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { startRelay, type Relay } from "../support/relay.ts";

describe.each(enginesPresent())("where the surroundings of an environment fail, with the %s engine,", (engine) => {
  let environment: Environment;
  let registry: Relay;

  beforeAll(async () => {
    const [host, port] = registryAddress().split(":");
    registry = await startRelay({ host, port: Number(port) });
    environment = await createEnvironment(engine);
    Object.assign(environment.shop, { blue: pulled("v1"), green: pulled("v2") });
    await environment.up({ args: ["--skip-preview"] });
    await environment.flip("green");
    await registry.close();
  }, 120_000);
  afterAll(async () => {
    await environment.remove();
    await forgetImages(environment.docker, registry.address);
  }, 60_000);

  it.each([
    ["tag", /the registry of .* is out of reach, and nothing else proves which build this is: .*connection refused/],
    ["digest", /(cannot be pulled from|unable to pull image) .*connection refused/],
  ])("a release is not made without its registry, named by its %s", async (by, why) => {
    const [before, file] = [await footprint(environment), readFileSync(environment.stackFile, "utf8")];
    const { image } = pulled("v4");
    const named = by === "tag" ? image.replace(/@.*/, "") : image;
    const args = ["release", "shop", "--image", named, "--skip-preview", "--yes", "--engine", engine];
    const ran = await environment.tidegate(args, { json: false });
    expect(ran.exitCode).toBe(EXIT.input);
    expect(ran.stdout + ran.stderr).toMatch(why);
    expect(await footprint(environment)).toEqual(before);
    expect(readFileSync(environment.stackFile, "utf8")).toBe(file);
  });

  it.each([
    [-2, "ahead of"],
    [2, "behind"],
  ])("a release is not made by a machine whose clock is %d hours off", async (hours, seen) => {
    const before = await footprint(environment);
    environment.config["gates"] = { host: { disk: "1MiB", keep: 0 } };
    Object.assign(environment.shop, { activeColor: "blue", blue: { ...release("v1"), version: "1.0.1" } });
    const run = await environment.tryUp({ args: ["--skip-preview"], env: clockOff(hours) });
    expect(run.ran.exitCode).toBe(EXIT.gateRed);
    expect(run.text).toMatch(new RegExp(`host {2}closed .*its clock is 2\\.0h ${seen} this machine's`));
    expect(run.text).toContain("what to do: Have both set by NTP");
    expect(await footprint(environment)).toEqual(before);
  });

  it("a rollback needs neither, and nobody notices", async () => {
    Object.assign(environment.shop, { activeColor: "green", blue: pulled("v1") });
    environment.write();
    const load = await environment.startLoad();
    load.announce(VERSIONS.v1);
    const ran = await environment.tidegate(["rollback", "shop", "--engine", engine], { env: clockOff(-2) });
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    expect((await expectUnnoticed(load)).versions).toHaveProperty([VERSIONS.v1]);
    expect((await environment.record()).active).toBe("blue");
    const verified = await environment.tidegate(["ledger", "verify"], { json: false });
    expect(verified.exitCode, verified.stdout + verified.stderr).toBe(EXIT.done);
  });

  it("what served before is made again from the image that is kept on the host", async () => {
    const { shop } = environment;
    Object.assign(shop, { activeColor: "blue", green: { ...release("v3"), version: "3.0.0" } });
    await environment.up({ args: ["--skip-preview"] });
    const load = await environment.startLoad();
    load.announce(VERSIONS.v2);
    const ran = await environment.tidegate(["rollback", "shop", "--to", VERSIONS.v2, "--engine", engine]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    expect(ran.stderr).toContain("green is not version 2.0.0 any more");
    expect((await expectUnnoticed(load)).versions).toHaveProperty([VERSIONS.v2]);
    expect(readJsonLines("rollback", ran.stdout).at(-1)).toMatchObject({
      running: { digest: demoImage("v2").replace(/^.*@/, ""), strays: [] },
    });
  }, 120_000);

  it("a watch by a machine whose clock is behind takes nothing for started anew", async () => {
    const ran = await environment.tidegate(["watch", "shop", "--for", "1s", "--no-rollback"], { env: clockOff(-2) });
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
  });

  /** A release whose image is at an address of the registry that goes out of reach. */
  function pulled(version: DemoVersion) {
    return { ...release(version), image: demoImage(version).replace(registryAddress(), registry.address) };
  }
});
