import { createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { PartialCreateError, type PlainObject } from "../../../engine/embedded/provider.ts";
import { docker, dockerProvider, IMAGE, make, useFixture, type Fixture } from "./support/fixture.ts";

const provider = dockerProvider("container");
const networks = dockerProvider("network");

/** The shape of a container that Tidegate makes. */
async function hardened({ name, labels, context }: Fixture): Promise<PlainObject> {
  const network = await make(networks, { name, labels }, context);
  const { Id } = await docker.getImage(IMAGE).inspect();
  return {
    name,
    labels: [...labels, { label: "tidegate.release", value: "abc" }],
    image: Id,
    command: ["sleep", "600"],
    networksAdvanced: [{ name: network.id, aliases: ["shop"] }],
    destroyGraceSeconds: 2,
    stopTimeout: 5,
    mustRun: true,
    restart: "unless-stopped",
    init: true,
    envs: ["B=2", "A=1"],
    memory: 64,
    memorySwap: 64,
    cpus: "0.5",
    readOnly: true,
    tmpfs: { "/tmp": "size=16m,mode=1777" },
    user: "10001:10001",
    capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    healthcheck: { tests: ["CMD", "true"], interval: "10s", timeout: "2s", retries: 3, startPeriod: "1s" },
    mounts: [{ type: "volume", source: name, target: "/data", readOnly: true }],
    ports: [{ internal: 8080, ip: "127.0.0.1" }],
  };
}

test("makes a hardened container that has every setting and runs on its network only", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  const found = await docker.getContainer(container.id).inspect();
  expect(found.State.Running).toBe(true);
  expect(Object.keys(found.NetworkSettings.Networks)).toEqual([fixture.name]);
  expect(found.NetworkSettings.Networks[fixture.name]?.Aliases).toContain("shop");
  expect(found.Config).toMatchObject({
    User: "10001:10001",
    StopTimeout: 5,
    Healthcheck: { Interval: 10e9, Retries: 3 },
  });
  expect(found.HostConfig).toMatchObject({
    Memory: 64 * 1024 * 1024,
    MemorySwap: 64 * 1024 * 1024,
    NanoCpus: 5e8,
    ReadonlyRootfs: true,
    Tmpfs: { "/tmp": "size=16m,mode=1777" },
    CapDrop: ["ALL"],
    CapAdd: ["CAP_NET_BIND_SERVICE"],
    SecurityOpt: ["no-new-privileges:true"],
    Init: true,
    RestartPolicy: { Name: "unless-stopped" },
    LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    Mounts: [{ Type: "volume", Source: fixture.name, Target: "/data", ReadOnly: true }],
  });
});

test("shows no difference in a second up, nor after a refresh", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  expect(provider.diff(container, container.inputs)).toMatchObject({ changes: [], replaces: [] });
  const read = await provider.read(container, fixture.context);
  expect(read?.inputs).toEqual(container.inputs);
  expect(provider.diff({ ...container, ...read }, container.inputs).changes).toEqual([]);
});

test("changes limits and restart policy of the running container", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  const { StartedAt } = (await docker.getContainer(container.id).inspect()).State;
  const news = provider.check({ ...container.inputs, memory: 96, memorySwap: 96, restart: "no", cpuShares: 512 });
  expect(provider.diff(container, news).replaces).toEqual([]);
  const outputs = await provider.update(container, news, fixture.context);

  const { State, HostConfig } = await docker.getContainer(container.id).inspect();
  expect(State.StartedAt).toBe(StartedAt);
  expect(HostConfig).toMatchObject({ Memory: 96 << 20, CpuShares: 512, NanoCpus: 5e8, RestartPolicy: { Name: "no" } });
  expect(provider.diff({ ...container, inputs: news, outputs }, news).changes).toEqual([]);
});

test("sees by a refresh that a container stopped, and starts that very container again", async () => {
  const fixture = useFixture();
  const { ports: _ports, ...inputs } = await hardened(fixture);
  const container = await make(provider, inputs, fixture.context);
  await docker.getContainer(container.id).stop({ t: 0 });
  const read = await provider.read(container, fixture.context);
  const stopped = { ...container, ...read };
  expect(provider.diff(stopped, container.inputs)).toMatchObject({ changes: ["mustRun"], replaces: [] });

  const outputs = await provider.update(stopped, container.inputs, fixture.context);
  expect((await docker.getContainer(container.id).inspect()).State.Running).toBe(true);
  expect(provider.diff({ ...container, outputs }, container.inputs).changes).toEqual([]);
});

test("replaces a stopped container that publishes ports, as the stock plugin does", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  await docker.getContainer(container.id).stop({ t: 0 });
  const read = await provider.read(container, fixture.context);
  expect(provider.diff({ ...container, ...read }, container.inputs).replaces).toEqual(["ports"]);
});

test("reads capabilities the way the stock plugin does: as written until a refresh, then with their prefix", async () => {
  const { name, context } = useFixture();
  const inputs = { name, image: IMAGE, command: ["sleep", "60"], capabilities: { adds: ["NET_ADMIN"] } };
  const container = await make(provider, inputs, context);
  expect(container.outputs["capabilities"]).toEqual({ adds: ["NET_ADMIN"] });
  const read = await provider.read(container, context);
  expect(read?.inputs["capabilities"]).toMatchObject({ adds: ["CAP_NET_ADMIN"] });
});

test("sees by a refresh what somebody changed by hand", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  await docker.getContainer(container.id).update({ Memory: 80 << 20, MemorySwap: 80 << 20 });
  const read = await provider.read(container, fixture.context);
  expect(read?.inputs).toMatchObject({ memory: 80, memorySwap: 80 });
  expect(provider.diff({ ...container, ...read }, container.inputs).changes).toEqual(["memory", "memorySwap"]);
});

test("finds that a container is gone, and removes one that is gone already", async () => {
  const fixture = useFixture();
  const container = await make(provider, await hardened(fixture), fixture.context);
  await docker.getContainer(container.id).remove({ force: true });
  expect(await provider.read(container, fixture.context)).toBeNull();
  await provider.delete(container, fixture.context);
});

test.each([
  [{ destroyGraceSeconds: 20 }, "finished"],
  [{}, "killed"],
])("gives a container the grace it has: %j", async (grace, ending) => {
  const { name, labels, context } = useFixture();
  const script =
    "trap 'sleep 1; echo finished >/out/ending; exit' TERM; echo killed >/out/ending; while :; do sleep 0.1; done";
  const inputs = { name, labels, image: IMAGE, command: ["sh", "-c", script], ...grace };
  const container = await make(
    provider,
    { ...inputs, volumes: [{ volumeName: name, containerPath: "/out" }] },
    context,
  );
  await vi.waitFor(async () => expect(await fileOf(container.id, "/out/ending")).toBe("killed\n"), 10_000);
  await provider.delete(container, context);

  const reader = { name: `${name}-reader`, image: IMAGE, command: ["cat", "/out/ending"], mustRun: false };
  const after = await make(provider, { ...reader, volumes: [{ volumeName: name, containerPath: "/out" }] }, context);
  await vi.waitFor(async () => expect(await fileOf(after.id, "/out/ending")).toBe(`${ending}\n`), 10_000);
});

test("records a container that could not be started, and says which port to look at", async () => {
  const { name, labels, context } = useFixture();
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => {
      const address = taken.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
  onTestFinished(() => void taken.close());
  const inputs = {
    name,
    labels,
    image: IMAGE,
    command: ["sleep", "9"],
    ports: [{ internal: 80, external: port, ip: "127.0.0.1" }],
  };
  const error: unknown = await make(provider, inputs, context).catch((error: unknown) => error);
  if (!(error instanceof PartialCreateError)) throw error;
  expect(error.message).toContain(`the container ${name} was made but did not start: `);
  expect(error.message).toContain(`(it publishes ${port})`);
  expect((await docker.getContainer(error.created.id).inspect()).State.Running).toBe(false);
  await provider.delete({ id: error.created.id, inputs, outputs: error.created.outputs }, context);
});

test("refuses a name that is taken", async () => {
  const { name, labels, context } = useFixture();
  const inputs = { name, labels, image: IMAGE, command: ["sleep", "9"] };
  await make(provider, inputs, context);
  await expect(make(provider, inputs, context)).rejects.toThrow(`the container ${name} exists already`);
});

test("pulls no image by its id, but says that it is gone", async () => {
  const { name, context } = useFixture();
  const failure = make(provider, { name, image: `sha256:${"0".repeat(64)}` }, context);
  await expect(failure).rejects.toThrow("is not on the container engine any more, and an id cannot be pulled");
});

test("adopts a running container that an interrupted run left", async () => {
  const fixture = useFixture();
  const left = await make(provider, await hardened(fixture), fixture.context);
  const adopted = await provider.findOrphan?.(left.inputs, fixture.context);
  expect(adopted?.id).toBe(left.id);
  expect(provider.diff({ ...left, ...adopted }, left.inputs).changes).toEqual([]);
});

test("starts a whole container that an interrupted run left stopped, and adopts it", async () => {
  const fixture = useFixture();
  const left = await make(provider, await hardened(fixture), fixture.context);
  await docker.getContainer(left.id).stop({ t: 0 });
  const adopted = await provider.findOrphan?.(left.inputs, fixture.context);
  expect(adopted).toMatchObject({ id: left.id, outputs: { mustRun: true } });
});

test.each<[string, PlainObject]>([
  ["another release", { labels: [{ label: "tidegate.release", value: "other" }] }],
  ["another variable", { envs: ["A=2"] }],
  ["another limit", { memory: 96, memorySwap: 96 }],
  ["another command", { command: ["sleep", "601"] }],
])("makes a container anew that was left with %s", async (_title, change) => {
  const fixture = useFixture();
  const inputs = await hardened(fixture);
  const left = await make(provider, { ...inputs, destroyGraceSeconds: 0 }, fixture.context);
  const labels = [...fixture.labels, ...((change["labels"] as PlainObject[] | undefined) ?? [])]; // as given above
  const wanted = provider.check({ ...inputs, ...change, labels });
  expect(await provider.findOrphan?.(wanted, fixture.context)).toBeNull();
  expect(await provider.read(left, fixture.context)).toBeNull();
  expect(fixture.lines).toContain(`the container ${fixture.name}, left by an interrupted run, is made anew`);
});

test("makes a container anew that was never started: it may lack its networks", async () => {
  const fixture = useFixture();
  const inputs = provider.check(await hardened(fixture));
  await docker.createContainer({
    name: fixture.name,
    Image: IMAGE,
    Cmd: ["true"],
    Labels: { "tidegate.environment": fixture.environment },
  });
  expect(await provider.findOrphan?.(inputs, fixture.context)).toBeNull();
  expect(await docker.listContainers({ all: true, filters: { name: [fixture.name] } })).toEqual([]);
});

test("leaves a container of another environment alone, and says whose it is", async () => {
  const { name, labels, context } = useFixture();
  const theirs = await docker.createContainer({
    name,
    Image: IMAGE,
    Cmd: ["true"],
    Labels: { "tidegate.environment": "theirs" },
  });
  const wanted = provider.check({ name, labels, image: IMAGE });
  await expect(provider.findOrphan?.(wanted, context)).rejects.toThrow(
    `the container ${name} exists already and belongs to the environment theirs`,
  );
  expect((await theirs.inspect()).State.Status).toBe("created");
});

/** Content of a file in a container, running or not. */
async function fileOf(id: string, path: string): Promise<string> {
  const archive = await docker.getContainer(id).getArchive({ path });
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(Buffer.from(chunk));
  const tar = Buffer.concat(chunks);
  const size = Number.parseInt(tar.subarray(124, 135).toString(), 8); // the header's size field
  return tar.subarray(512, 512 + size).toString();
}
