import { describe, expect, it } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { replicaName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

describe.each(enginesPresent())("a release that turns out wrong once it serves, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);

  it("is taken back before the run ends, which says so by its exit code, and no request is lost", async () => {
    const load = await environment().startLoad();
    const smoke = [
      { path: "/", contains: "shop" },
      { path: "/none", when: "after" },
    ];
    Object.assign(environment().shop, { activeColor: "green", green: release("v2", { smoke }) });
    const run = await environment().tryUp();
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
    expect(run.ran.exitCode).toBe(EXIT.rolledBack);
    expect(run.text).toMatch(
      /got the traffic and failed its smoke requests at the public listener; traffic is back on blue/,
    );
    expect(run.text).toMatch(/GET \/none: status 404 instead of 200/);
    expect(await environment().record()).toMatchObject({ active: "blue" });
  }, 120_000);

  it("is watched for its bake time, and taken back when a replica starts anew within it", async () => {
    Object.assign(environment().shop, {
      activeColor: "green",
      green: {
        ...release("v2"),
        version: "2.0.1",
        checks: { bakeTime: "60s", dependencies: [{ tcp: "127.0.0.1:3000" }] },
      },
    });
    const restart = async () => {
      await waitForVersion(environment().url, VERSIONS.v2);
      await environment()
        .docker.getContainer(replicaName(environment().id, "shop", "green", 0))
        .restart({ t: 1 });
    };
    const [up, restarted] = await Promise.allSettled([environment().tryUp(), restart()]); // no run may outlive its test
    if (up.status === "rejected") throw up.reason;
    expect(restarted).toMatchObject({ status: "fulfilled" });
    const run = up.value;
    expect(run.ran.exitCode).toBe(EXIT.rolledBack);
    expect(run.text).toMatch(/got the traffic and turned red within its bake time; traffic is back on blue/);
    expect(await environment().record()).toMatchObject({ active: "blue" });
  }, 120_000);
});
