import { describe, expect, it } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";

describe.each(enginesPresent())("sealed releases with the %s engine", (engine) => {
  const environment = useEnvironment(engine);

  it("stages a red release anew when it is mended without a new version", async () => {
    const { shop } = environment();
    shop.activeColor = "green";
    shop.green = release("v2", { environment: { APP_BREAK: "unhealthy" } });
    shop["gate"] = { passes: 3, interval: "100ms", within: "4s" };
    expect((await environment().tryUp()).ran.exitCode).toBe(EXIT.gateRed);

    const load = await environment().startLoad();
    load.announce(VERSIONS.v2);
    shop.green = release("v2");
    await environment().up();
    expect((await environment().record()).active).toBe("green");
    await expectUnnoticed(load);
  }, 90_000);

  it("keeps the settings of both served versions when service-level settings change", async () => {
    const before = await containers(environment());
    const { shop } = environment();
    shop["release"] = { ...(shop["release"] as object), environment: { LOG_LEVEL: "debug" } };
    const run = await environment().up();
    expect(await containers(environment())).toEqual(before);
    expect(run.text).toContain("shop.green keeps its sealed settings (version 2.0.0 unchanged)");
    expect(changesOf(await environment().up())).toEqual({});
  }, 60_000);

  it("gives the new settings to a new version, and leaves the active color as it is", async () => {
    const before = await containers(environment(), "green");
    environment().shop.blue = { ...release("v1"), version: "1.1.0" };
    await environment().up();
    expect(await containers(environment(), "green")).toEqual(before);
    expect(await variable(environment(), environment().replica("blue"), "LOG_LEVEL")).toBe("debug");
    expect(await variable(environment(), environment().replica("green"), "LOG_LEVEL")).toBeUndefined();
  }, 60_000);

  it("adds a replica to the active color that equals its siblings", async () => {
    const before = await containers(environment(), "green");
    const load = await environment().startLoad();
    environment().shop["replicas"] = 3;
    await environment().up();
    const after = await containers(environment(), "green");
    expect(after.filter(({ id }) => before.some((old) => old.id === id))).toEqual(before);
    expect(after).toHaveLength(3);
    expect(new Set(after.map(({ release: hash }) => hash)).size).toBe(1);
    expect(await variable(environment(), environment().replica("green", 2), "LOG_LEVEL")).toBeUndefined();
    environment().shop["replicas"] = 2;
    await environment().up();
    expect(await containers(environment(), "green")).toEqual(before);
    await expectUnnoticed(load);
  }, 90_000);

  it("brings back the settings a version was served with", async () => {
    environment().shop.blue = release("v1");
    environment().shop.activeColor = "blue";
    const load = await environment().startLoad();
    load.announce(VERSIONS.v1);
    await environment().up();
    await expectUnnoticed(load);
    expect(await variable(environment(), environment().replica("blue"), "LOG_LEVEL")).toBeUndefined();
  }, 60_000);

  it("never serves an unhealthy container put where a healthy idle one was", async () => {
    const load = await environment().startLoad();
    const { shop } = environment();
    shop.activeColor = "green";
    shop.green = { ...release("v2", { environment: { APP_BREAK: "unhealthy" } }), version: "2.0.1" };
    const run = await environment().tryUp();
    expect(run.ran.exitCode).toBe(EXIT.gateRed);
    const report = await expectUnnoticed(load);
    expect(Object.keys(report.versions)).toEqual([VERSIONS.v1]);
  }, 60_000);
});

/** Id and release of the replicas, by name, of one color or both. */
async function containers(environment: Environment, color?: "blue" | "green") {
  const { services } = await environment.observe();
  return (services["shop"]?.replicas ?? [])
    .filter((replica) => color === undefined || replica.color === color)
    .map(({ name, id, release: hash }) => ({ name, id, release: hash }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function variable(environment: Environment, container: string, name: string): Promise<string | undefined> {
  const { Config } = await environment.docker.getContainer(container).inspect();
  return Config.Env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}
