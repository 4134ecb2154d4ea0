import { describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";

// What Docker and the edge do by themselves is the same whichever engine made the environment.
describe.each(enginesPresent().slice(0, 1))("faults, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop.green = release("v2");
    created.shop.activeColor = "green";
    await created.up();
  });

  it("serves the active color again by itself after the edge was killed", async () => {
    const { docker, edge, url } = environment();
    const pid = (await docker.getContainer(edge).inspect()).State.Pid;
    process.kill(pid, "SIGKILL"); // as a crash would; Docker's own kill counts as a wish to stop
    await waitUntil("a new start of the edge", async () => {
      const { State } = await docker.getContainer(edge).inspect();
      return State.Running && State.Pid !== pid ? true : undefined;
    });
    await waitForVersion(url, VERSIONS.v2);
    expect((await environment().record()).active).toBe("green");
  }, 60_000);

  it("says so while the edge is stopped, and serves again once it is started", async () => {
    const container = environment().docker.getContainer(environment().edge);
    await container.stop();
    expect(await environment().status()).toMatchObject({
      asDeclared: false,
      edge: { state: "exited" },
      differences: expect.arrayContaining(["The edge is exited: nothing is served. Run `tidegate up`."]) as unknown,
    });
    await container.start();
    await waitForVersion(environment().url, VERSIONS.v2);
    await waitUntil("status to find all well", async () =>
      (await environment().status())["asDeclared"] === true ? true : undefined,
    );
  }, 60_000);

  it("serves the active color again after the edge was restarted", async () => {
    await environment().docker.getContainer(environment().edge).restart();
    await waitForVersion(environment().url, VERSIONS.v2);
  }, 60_000);

  it("goes on serving when a replica is killed, and says so meanwhile", async () => {
    const { docker } = environment();
    const replica = environment().replica("green");
    const load = await environment().startLoad({
      clients: { slow: 0, upload: 0, stream: 0, keepAlive: 4 },
      pauseMs: 20,
    });
    await docker.getContainer(replica).stop({ t: 5 });
    await waitUntil("status to tell", async () =>
      JSON.stringify(await environment().status()).includes("exited") ? true : undefined,
    );
    await waitForVersion(environment().url, VERSIONS.v2);
    await docker.getContainer(replica).start();
    const report = await load.stop();
    expect(report.lost).toBe(0);
    expect(Object.keys(report.versions)).toEqual([VERSIONS.v2]);
  }, 60_000);

  it("says that the way back is gone while an idle replica is stopped", async () => {
    const idle = environment().docker.getContainer(environment().replica("blue"));
    await idle.stop({ t: 1 });
    const { asDeclared, differences } = await environment().status();
    expect({ asDeclared, differences: String(differences) }).toMatchObject({
      asDeclared: false,
      differences: expect.stringContaining(`${environment().replica("blue")} is exited`) as string,
    });
    await idle.start();
  }, 60_000);

  it("brings a killed replica back by itself", async () => {
    const { docker } = environment();
    const replica = environment().replica("green", 1);
    const pid = (await docker.getContainer(replica).inspect()).State.Pid;
    process.kill(pid, "SIGKILL");
    await waitUntil("a new start of the replica", async () => {
      const { State } = await docker.getContainer(replica).inspect();
      return State.Running && State.Pid !== pid ? true : undefined;
    });
    await waitForVersion(environment().url, VERSIONS.v2);
  }, 60_000);
});
