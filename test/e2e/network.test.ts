import { describe, expect, it, onTestFinished } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { gatewayOf } from "../../model/network.ts";
import { networkName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";

/** A range out of 10/8 for each engine that nobody else of these tests has. */
const SUBNETS = { embedded: "10.213.77.0/24", pulumi: "10.213.78.0/24" } as const;

describe.each(enginesPresent())("the network of a stack with the %s engine", (engine) => {
  const docker = connectDocker(LOCAL_HOST);
  const subnet = SUBNETS[engine];
  const environment = useEnvironment(engine, async (created) => {
    created.config["network"] = { subnet, mtu: 1400, attach: [`${created.id.project}-others`] };
    created.config["edge"] = { ...(created.config["edge"] as object), trustedProxies: [gatewayOf(subnet)] };
    created.write();
    const refused = await created.run("up");
    expect(refused.text).toContain(`network.attach: the host has no network "${created.id.project}-others"`);
    const taken = { Name: `${created.id.project}-others`, IPAM: { Driver: "default", Config: [{ Subnet: subnet }] } };
    const others = await docker.createNetwork(taken);
    const without = await created.run("up");
    expect(without.ran.exitCode).not.toBe(0);
    expect(without.text).toContain("Give the stack a range that nobody has (`tidegate:network.subnet`)");
    await others.remove();
    await docker.createNetwork({ Name: `${created.id.project}-others` });
    await created.up();
  });
  const others = () => docker.getNetwork(`${environment().id.project}-others`);

  it("has the subnet and the packet size that the stack says, and shows no change", async () => {
    const { IPAM, Options } = await docker.getNetwork(networkName(environment().id)).inspect();
    expect(IPAM?.Config).toEqual([{ Subnet: subnet, Gateway: gatewayOf(subnet) }]);
    expect(Options).toMatchObject({ "com.docker.network.driver.mtu": "1400" });
    for (const command of ["up", "refresh", "preview"] as const) {
      const run = await environment().run(command);
      expect(run.ran.exitCode).toBe(0);
      expect(changesOf(run)).toEqual({});
    }
  }, 120_000);

  it("lets replicas, and not the edge, reach what is on a network of others", async () => {
    const database = await docker.createContainer({
      name: `${environment().id.project}-database`,
      Image: (await docker.getContainer(environment().replica("blue")).inspect()).Image,
      HostConfig: { NetworkMode: `${environment().id.project}-others` },
    });
    onTestFinished(() => database.remove({ force: true, v: true }));
    await database.start();
    const ask = `fetch("http://${environment().id.project}-database:3000/healthz").then((r) => console.log(r.status))`;
    const asked = async () => (await execIn(docker, environment().replica("blue"), ["node", "-e", ask])).stdout.trim();
    await expect.poll(asked, { timeout: 20_000 }).toBe("200");
    const joined = Object.keys((await others().inspect()).Containers ?? {});
    expect(joined).not.toContain((await docker.getContainer(environment().edge).inspect()).Id);
  }, 60_000);

  it("refuses another subnet or packet size, which only a new network could have", async () => {
    const { network } = environment().config;
    environment().config["network"] = { ...(network as object), subnet: "10.213.79.0/24", mtu: 1300 };
    const refused = await environment().tryUp();
    environment().config["network"] = network;
    expect(refused.ran.exitCode).not.toBe(0);
    expect(refused.text).toContain(
      `network.subnet: the stack's network is there and has ${subnet}, got 10.213.79.0/24.`,
    );
    expect(refused.text).toContain("network.mtu: the stack's network is there and has 1400, got 1300.");
  }, 60_000);

  it("goes and leaves the network of others", async () => {
    environment().write();
    expect((await environment().run("destroy")).ran.exitCode).toBe(0);
    await others().remove();
  }, 60_000);
});
