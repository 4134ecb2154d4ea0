import { describe, expect, it } from "vitest";
import { AGENT_IMAGE_VERSION } from "../../model/agent-image.ts";
import { agentContainerName, agentVolumeName, ledgerVolumeName } from "../../model/names.ts";
import type { ObservedAgent } from "../../model/observed.ts";
import { enginesPresent } from "../support/engines.ts";
import type { Environment } from "../support/environment.ts";
import { leftOf } from "../support/remove-all.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

describe.each(enginesPresent())("an environment with an agent, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.config["agent"] = { run: "always" };
    created.shop["replicas"] = 1;
    await created.up();
  });
  const container = () => environment().docker.getContainer(agentContainerName(environment().id));

  it("has one that is alive", async () => {
    await beatAfter(environment(), 0);
    const alive = { state: "running", version: AGENT_IMAGE_VERSION, trouble: null };
    expect(await environment().status()).toMatchObject({ asDeclared: true, agent: alive });
    const logs = await environment().tidegate(["logs", "--agent"], { json: false });
    expect(logs.stdout).toContain('"message":"the edge answers"');
  }, 60_000);

  it("shows no change in a second run", async () => {
    expect(changesOf(await environment().up())).toEqual({});
  }, 60_000);

  it("keeps it off the engine and off every port", async () => {
    const { HostConfig, Mounts, NetworkSettings } = await container().inspect();
    expect(Mounts.map(({ Name }) => Name)).toEqual([agentVolumeName(environment().id)]);
    expect(NetworkSettings.Ports).toEqual({});
    expect(HostConfig).toMatchObject({
      ...{ ReadonlyRootfs: true, CapDrop: ["ALL"], PidsLimit: 100 },
      ...{ Memory: 256 * 2 ** 20, MemorySwap: 256 * 2 ** 20 },
    });
  });

  it("has it back by itself after it was killed", async () => {
    const before = await agentOf(environment());
    const { State } = await container().inspect();
    process.kill(State.Pid, "SIGKILL"); // as a crash would; Docker's own kill counts as a wish to stop
    await beatAfter(environment(), before.lastBeat ?? 0);
    expect((await agentOf(environment())).restarts).toBe(before.restarts + 1);
  }, 60_000);

  it("has it find the edge again that was started again", async () => {
    await environment().docker.getContainer(environment().edge).restart({ t: 0 });
    const { lastBeat } = await waitUntil("the edge answers", () => agentOf(environment()));
    await beatAfter(environment(), lastBeat ?? 0);
    expect(await environment().status()).toMatchObject({ agent: { trouble: null } });
  }, 60_000);

  it("says so when somebody has stopped it, and starts it with the next run", async () => {
    await container().stop({ t: 5 });
    const status = await environment().tidegate(["status"], { json: false });
    expect(status.stdout).toContain("The agent is exited: nobody watches what is under way.");
    await environment().up();
    expect((await agentOf(environment())).state).toBe("running");
  }, 120_000);

  it("leaves nothing but the ledger on the host when it is destroyed", async () => {
    expect((await environment().run("destroy")).ran.exitCode).toBe(0);
    const { docker, id } = environment();
    expect(await leftOf(docker, `${id.project}-`)).toEqual([ledgerVolumeName(id)]);
  }, 120_000);
});

async function agentOf(environment: Environment): Promise<ObservedAgent> {
  const { agent } = await environment.observe();
  if (agent == null) throw new Error("there is no agent");
  return agent;
}

/** Waits until the agent has said that it is alive later than at a time, in ms. */
async function beatAfter(environment: Environment, at: number): Promise<void> {
  await waitUntil("a beat", async () => {
    const { lastBeat } = await agentOf(environment);
    return lastBeat !== null && lastBeat > at ? true : undefined;
  });
}
