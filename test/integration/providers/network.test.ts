import { expect, test } from "vitest";
import { docker, dockerProvider, IMAGE, make, useFixture } from "./support/fixture.ts";

const provider = dockerProvider("network");

test("makes a network, reads it without a difference, and removes it", async () => {
  const { name, labels, context } = useFixture();
  const network = await make(provider, { name, labels, internal: true }, context);
  expect(network.outputs).toMatchObject({ name, labels, driver: "bridge", internal: true, scope: "local" });
  expect((await docker.getNetwork(network.id).inspect()).Name).toBe(name);

  expect(provider.diff(network, network.inputs).changes).toEqual([]);
  const read = await provider.read(network, context);
  expect(read?.inputs).toEqual(network.inputs);
  expect(provider.diff({ ...network, ...read }, network.inputs).changes).toEqual([]);

  await provider.delete(network, context);
  expect(await provider.read(network, context)).toBeNull();
  await provider.delete(network, context);
});

test("makes a network with a subnet of its own, without a difference afterwards", async () => {
  const { name, labels, context } = useFixture();
  const octet = 10 + (Math.floor(Date.now() / 1_000) % 200);
  const inputs = { name, labels, ipamConfigs: [{ subnet: `10.77.${octet}.0/24` }] };
  const network = await make(provider, inputs, context);
  expect(provider.diff(network, network.inputs).changes).toEqual([]);
});

test("says what to do where somebody has the addresses of a network already", async () => {
  const { name, labels, context } = useFixture();
  const ipamConfigs = [{ subnet: "10.214.80.0/24" }];
  await make(provider, { name, labels, ipamConfigs }, context);
  const second = provider.check({ name: `${name}-second`, labels, ipamConfigs });
  await expect(provider.create(second, context)).rejects.toThrow(
    /making the network \S+-second: .*overlaps.* Give the stack a range that nobody has \(`tidegate:network\.subnet`\)/,
  );
});

test("adopts a network that an interrupted run left", async () => {
  const { name, labels, context } = useFixture();
  const left = await make(provider, { name, labels }, context);
  expect(await provider.findOrphan?.(left.inputs, context)).toEqual({ id: left.id, outputs: left.outputs });
});

test("makes a network anew that an interrupted run left with other settings", async () => {
  const { name, labels, context, lines } = useFixture();
  const left = await make(provider, { name, labels }, context);
  const wanted = provider.check({ name, labels, internal: true });
  expect(await provider.findOrphan?.(wanted, context)).toBeNull();
  expect(await provider.read(left, context)).toBeNull();
  expect(lines).toEqual([`the network ${name}, left by an interrupted run with other settings, is made anew`]);
});

test("leaves another environment's network alone, and makes no second one of its name", async () => {
  const { name, labels, context } = useFixture();
  const theirs = await make(provider, { name, labels: [{ label: "tidegate.environment", value: "theirs" }] }, context);
  const wanted = provider.check({ name, labels });
  await expect(provider.findOrphan?.(wanted, context)).rejects.toThrow(
    `the network ${name} exists already and belongs to the environment theirs, this one is `,
  );
  await expect(provider.create(wanted, context)).rejects.toThrow(`the network ${name} exists already`);
  expect(await provider.read(theirs, context)).not.toBeNull();
});

test("finds nothing to adopt where there is nothing, not even by a longer name", async () => {
  const { name, labels, context } = useFixture();
  await make(provider, { name: `${name}-longer`, labels }, context);
  expect(await provider.findOrphan?.(provider.check({ name, labels }), context)).toBeNull();
});

test("waits for a container that is just going when it removes a network", async () => {
  const { name, labels, context } = useFixture();
  const network = await make(provider, { name, labels }, context);
  const container = await docker.createContainer({
    name,
    Image: IMAGE,
    Cmd: ["sleep", "60"],
    HostConfig: { NetworkMode: name, Init: true },
  });
  await container.start();
  const removal = provider.delete(network, context);
  await container.remove({ force: true });
  await removal;
  expect(await provider.read(network, context)).toBeNull();
});

test("names what still uses a network that cannot be removed", async () => {
  const { name, labels, context, abort } = useFixture();
  const network = await make(provider, { name, labels }, context);
  const container = await docker.createContainer({
    name,
    Image: IMAGE,
    Cmd: ["sleep", "60"],
    HostConfig: { NetworkMode: name, Init: true },
  });
  await container.start();
  abort();
  await expect(provider.delete(network, context)).rejects.toThrow(`It is used by ${name}. Remove them first.`);
});

test("says that the container engine cannot be reached", async () => {
  const { name, labels, context } = useFixture();
  const nowhere = dockerProvider("network", { host: "unix:///nowhere/docker.sock" });
  await expect(nowhere.create(nowhere.check({ name, labels }), context)).rejects.toThrow(
    /looking for the network \S+: host: cannot reach the Docker engine at unix:\/\/\/nowhere\/docker\.sock/,
  );
});
