import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, Environment, release } from "../support/environment.ts";
import { freePorts } from "../support/free-port.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { leftOf } from "../support/remove-all.ts";

describe.each(enginesPresent().slice(0, 1))("dev, stg and prod on one host, with the %s engine", (engine) => {
  const environments: Environment[] = [];

  beforeAll(async () => {
    const dev = await createEnvironment(engine, "dev");
    environments.push(dev);
    for (const stack of ["stg", "prod"]) {
      const [http = 0, preview = 0] = await freePorts(2);
      environments.push(new Environment(engine, { project: dev.id.project, stack }, { http, preview }, dev.dir));
    }
    for (const environment of environments) environment.shop["replicas"] = 1;
    await Promise.all(environments.map((environment) => environment.up()));
  }, 180_000);

  afterAll(() => environments[0]?.remove(), 60_000);

  it("flips and removes one without the others noticing", async () => {
    const [dev, stg, prod] = environments;
    if (dev === undefined || stg === undefined || prod === undefined) throw new Error("not made");
    const light = { clients: { keepAlive: 2, fresh: 1, slow: 1, upload: 0, stream: 1 } };
    const loads = await Promise.all([stg, prod].map((environment) => environment.startLoad(light)));
    dev.shop.green = release("v2");
    await dev.flip("green");
    expect((await fetch(dev.url)).headers.get("x-version")).toBe(VERSIONS.v2);
    expect((await dev.run("destroy")).ran.exitCode).toBe(0);
    for (const load of loads) {
      const report = await expectUnnoticed(load);
      expect(Object.keys(report.versions)).toEqual([VERSIONS.v1]);
      expect(report.held.cut).toBe(0);
    }
    const left = await leftOf(dev.docker, `${dev.id.project}-`);
    expect(left.filter((name) => name.startsWith(`${dev.id.project}-dev`))).toEqual([ledgerVolumeName(dev.id)]);
    expect(left.length).toBeGreaterThan(0);
  }, 120_000);
});
