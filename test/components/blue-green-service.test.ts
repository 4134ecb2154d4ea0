import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { BlueGreenService, type BlueGreenServiceArgs } from "../../components/blue-green-service.ts";
import type { Environment } from "../../components/environment.ts";
import { edgeHash } from "../../edge/edge-hash.ts";
import { parseTask, type Verb } from "../../edge/tasks.ts";
import { ProblemsError } from "../../model/errors.ts";
import type { Observed } from "../../model/observed.ts";
import { releaseSchema } from "../../model/release.ts";
import { edgeSchema } from "../../model/stack-config.ts";
import { observed, record, release, replicas, seal, steady } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "./registrations.ts";

type Args = Partial<Omit<BlueGreenServiceArgs, "environment">>;

/** Registers the service `shop` on a host that is as given. */
async function service(args: Args = {}, host: Observed = observed(null), options: { preview?: boolean } = {}) {
  return registrationsOf(
    () =>
      new BlueGreenService("shop", {
        ...{ environment: environment(host), activeColor: "blue", blue: release("1"), green: release("2") },
        ...args,
      }),
    options,
  );
}

/** The same, with an edge that is as declared. */
function environment(observed: Observed): Environment {
  const hash = edgeHash(edgeSchema.parse({}));
  const hosts = observed.hosts.map((host) => ({ ...host, edge: host.edge && { ...host.edge, hash } }));
  return environmentOn({ ...observed, hosts });
}

/** The variables of a command. */
function taskOf(inputs: Record<string, unknown>): Record<string, string> {
  return inputs["environment"] as Record<string, string>; // every command of ours has them
}

const summary = (resources: readonly Registration[]) =>
  resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map((resource) => `${key(resource)} < ${resource.parent}`);

describe("a service", () => {
  it("registers exactly these children, each below its component", async () => {
    const { resources } = await service();
    expect(summary(resources)).toEqual([
      "BlueGreenService shop < undefined",
      "Command shop-blue-limits < Pool shop-blue",
      "Command shop-cutover < Cutover shop-cutover",
      "Command shop-edge-base < Edge shop-edge",
      "Command shop-edge-config < EdgeConfig shop-edge-config",
      "Command shop-edge-limits < Edge shop-edge",
      "Command shop-green-limits < Pool shop-green",
      "Container shop-blue-0 < Pool shop-blue",
      "Container shop-blue-1 < Pool shop-blue",
      "Container shop-edge < Edge shop-edge",
      "Container shop-green-0 < Pool shop-green",
      "Container shop-green-1 < Pool shop-green",
      "Cutover shop-cutover < BlueGreenService shop",
      "Edge shop-edge < BlueGreenService shop",
      "EdgeConfig shop-edge-config < BlueGreenService shop",
      "Network shop-edge < Edge shop-edge",
      "Pool shop-blue < BlueGreenService shop",
      "Pool shop-green < BlueGreenService shop",
      "RemoteImage shop-blue < Pool shop-blue",
      "RemoteImage shop-edge < Edge shop-edge",
      "RemoteImage shop-green < Pool shop-green",
      "Volume shop-edge < Edge shop-edge",
      "Volume shop-edge-agent < Edge shop-edge",
      "Volume shop-edge-ledger < Edge shop-edge",
    ]);
  });

  it("shows what is declared, with every default, and nothing secret", async () => {
    const { resources } = await service({ blue: release("1", { secrets: ["DB"] }), secrets: { DB: "hunter2" } });
    const shown = find(resources, "BlueGreenService", "shop");
    expect(shown.inputs).toEqual({
      activeColor: "blue",
      replicas: 2,
      maxReplicas: 10,
      route: { host: "*", path: "/" },
      gate: { passes: 3, interval: "100ms", within: "30s", restarts: 3 },
      drain: "10s",
      allowActiveReplace: false,
      blue: releaseSchema.parse(release("1", { secrets: ["DB"] })),
      green: releaseSchema.parse(release("2")),
    });
    expect(shown.secrets).toEqual([]);
  });

  it("keeps the names of its children when the active color changes", async () => {
    const blue = await service();
    const green = await service({ activeColor: "green" });
    expect(summary(green.resources)).toEqual(summary(blue.resources));
  });

  it("has no pool for a color without a release", async () => {
    const { resources } = await service({ green: undefined });
    expect(resources.filter(({ name }) => name.startsWith("shop-green"))).toEqual([]);
  });

  it("runs what a release says of its containers, over which `transform` has the last word", async () => {
    const container = { user: "0:0", readOnly: false, hosts: [{ host: "db", ip: "10.0.0.7" }] };
    const { resources } = await service({
      blue: release("1", { container, writable: ["/tmp"] }),
      transform: (inputs, { service, color }) => ({ ...inputs, hostname: `${service}-${color}`, readOnly: true }),
    });
    const { inputs } = find(resources, "Container", "shop-blue-0");
    expect(inputs).toMatchObject({ user: "0:0", readOnly: true, hosts: container.hosts, hostname: "shop-blue" });
    expect(inputs["tmpfs"]).toEqual({ "/tmp": "size=64m,mode=1777,uid=0,gid=0" });
  });

  it("is refused with a name that its containers could not be found by", async () => {
    const long = observed(null, { project: "a-project-with-quite-a-long-name-of-its-own-indeed" });
    await expect(service({}, long)).rejects.toThrow(
      "services.shop: its containers' names must have at most 63 characters",
    );
  });

  it("tells of a container that is gone, which the state may still believe in", async () => {
    const blue = steady().replicas.filter(({ color, name }) => color === "blue" && name.endsWith("-0"));
    const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
    onTestFinished(() => info.mockRestore());
    await service({}, observed(steady({ replicas: blue })));
    expect(info.mock.calls.map(([message]) => message)).toEqual([
      expect.stringContaining("shop.blue serves without p-dev-shop-blue-1: not on the host."),
    ]);
  });

  it("runs a hardened container that publishes nothing", async () => {
    const { resources } = await service({
      blue: release("1", { environment: { B: "2", A: "1" }, writable: ["/tmp"], command: ["serve", "--fast"] }),
    });
    const container = find(resources, "Container", "shop-blue-0");
    expect(container.inputs).toEqual({
      name: "p-dev-shop-blue-0",
      image: "sha256:registry.test/shop:1",
      command: ["serve", "--fast"],
      envs: ["A=1", "B=2"],
      networksAdvanced: [{ name: "p-dev", aliases: ["p-dev-shop-blue-0"] }],
      labels: [
        { label: "tidegate.color", value: "blue" },
        { label: "tidegate.environment", value: "e1" },
        { label: "tidegate.pids", value: "2048" },
        { label: "tidegate.project", value: "p" },
        { label: "tidegate.release", value: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
        { label: "tidegate.role", value: "replica" },
        { label: "tidegate.service", value: "shop" },
        { label: "tidegate.stack", value: "dev" },
        { label: "tidegate.version", value: "1" },
      ],
      user: "10001:10001",
      readOnly: true,
      tmpfs: { "/tmp": "size=64m,mode=1777,uid=10001,gid=10001" },
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      memory: 256,
      memorySwap: 256,
      cpus: "0.5",
      init: true,
      restart: "unless-stopped",
      mustRun: true,
      destroyGraceSeconds: 15,
      stopTimeout: 15,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      mounts: [],
    });
    expect(container.replaceOnChanges).toEqual(["healthcheck", "init", "mounts", "tmpfs", "#initerror"]);
    expect(container.deleteBeforeReplace).toBe(true);
    expect(container.ignoreChanges).toEqual([]);
    expect(container.provider).toBe("docker docker");
  });

  it("lets only the edge publish ports, and pulls images without removing them", async () => {
    const { resources } = await service();
    const publishing = resources.filter(({ inputs }) => inputs["ports"] !== undefined);
    expect(publishing.map(key)).toEqual(["Container shop-edge"]);
    expect(find(resources, "Container", "shop-edge").inputs["ports"]).toEqual([
      { internal: 8080, external: 8080, ip: "127.0.0.1" },
      { internal: 8081, external: 8081, ip: "127.0.0.1" },
    ]);
    const images = resources.filter(({ type }) => type.endsWith(":RemoteImage"));
    expect(images.map(({ inputs }) => inputs["keepLocally"])).toEqual([true, true, true]);
  });

  it("does things in order: edge, pools, config of the edge, cutover", async () => {
    const { resources } = await service();
    expect(find(resources, "Container", "shop-blue-0").dependsOn).toEqual(
      expect.arrayContaining(["RemoteImage shop-blue", "Command shop-edge-base", "Network shop-edge"]),
    );
    expect(find(resources, "Command", "shop-edge-config").dependsOn).toEqual(
      expect.arrayContaining([
        ...["Container shop-edge", "Command shop-edge-base", "Container shop-blue-0", "Container shop-green-1"],
        ...["Command shop-blue-limits", "Command shop-green-limits"],
      ]),
    );
    expect(find(resources, "Command", "shop-cutover").dependsOn).toEqual(
      expect.arrayContaining(["Command shop-edge-config", "Container shop-blue-1", "Container shop-green-0"]),
    );
  });

  it("hands every verb of the edge's control a task that it understands", async () => {
    const { resources } = await service({ blue: release("1", { secrets: ["DB"] }), secrets: { DB: "hunter2" } });
    const commands = resources.filter(({ type }) => type === "command:local:Command");
    for (const { inputs } of commands) {
      const { create, update, delete: remove } = inputs;
      expect(update).toBe(create);
      for (const line of [create, remove].filter((text) => typeof text === "string")) {
        const verb = line.split(" ").at(-1) as Verb;
        expect(line).toBe(`node edge/control/main.js ${verb}`);
        expect(() => parseTask(verb, taskOf(inputs))).not.toThrow();
      }
    }
    expect(commands.map(({ name, inputs }) => `${name} ${String(inputs["delete"]).split(" ").at(-1)}`)).toEqual([
      "shop-blue-limits undefined",
      "shop-blue-secrets remove-secrets",
      "shop-cutover undefined",
      "shop-edge-base undefined",
      "shop-edge-config remove",
      "shop-edge-limits undefined",
      "shop-green-limits undefined",
    ]);
  });

  it("tells the cutover color, version, release and generation, and gives it nothing that replaces it", async () => {
    const { resources } = await service({ activeColor: "green" }, observed());
    const { inputs } = find(resources, "Command", "shop-cutover");
    expect(inputs["environment"]).toEqual({
      TIDEGATE_HOST: "unix:///var/run/docker.sock",
      TIDEGATE_PROJECT: "p",
      TIDEGATE_STACK: "dev",
      TIDEGATE_ENVIRONMENT: "e1",
      TIDEGATE_SERVICE: "shop",
      TIDEGATE_COLOR: "green",
      TIDEGATE_VERSION: "2",
      TIDEGATE_RELEASE: seal(release("2")).hash,
      TIDEGATE_GENERATION: "8",
    });
    expect(inputs["triggers"]).toBeUndefined();
  });

  it("gives its outputs", async () => {
    const { result } = await service({ route: { host: "shop.example.com", path: "/eu" } });
    expect(await valueOf(result.activeColor)).toBe("blue");
    expect(await valueOf(result.url)).toBe("http://shop.example.com:8080/eu");
    expect(await valueOf(result.previewUrl)).toBe("http://127.0.0.1:8081/.well-known/tidegate/as/shop.example.com/eu");
    expect(await valueOf(result.versions)).toEqual({ blue: "1", green: "2" });
  });
});

describe("a sealed release", () => {
  const serving = steady({ record: record({ sealed: { blue: seal(release("1")), green: null } }) });

  it("keeps its containers from every change that would replace them, and gives an added one the same", async () => {
    const { resources } = await service({ blue: release("1", { port: 4000 }), replicas: 3 }, observed(serving));
    const [first, second, added] = [0, 1, 2].map((index) => find(resources, "Container", `shop-blue-${index}`));
    for (const pinned of [first, second]) {
      expect(pinned?.ignoreChanges).toEqual(
        expect.arrayContaining(["image", "envs", "labels", "mounts", "stopTimeout"]),
      );
      expect(pinned?.ignoreChanges).not.toContain("destroyGraceSeconds");
    }
    expect(added?.ignoreChanges).toEqual([]);
    expect(added?.inputs["labels"]).toEqual(first?.inputs["labels"]);
    expect(added?.inputs["labels"]).toContainEqual({ label: "tidegate.release", value: seal(release("1")).hash });
    expect(find(resources, "Container", "shop-green-0").ignoreChanges).toEqual([]);
  });

  it("is what the edge is told, not the declared text", async () => {
    const { resources } = await service({ blue: release("1", { port: 4000 }) }, observed(serving));
    const { inputs } = find(resources, "Command", "shop-edge-config");
    expect(parseTask("apply", taskOf(inputs)).part.releases.blue).toEqual(seal(release("1")));
  });

  it("is not mistaken for a release that was half staged", async () => {
    const mixed = replicas("blue", { ...seal(release("1")), hash: "another" });
    const { resources } = await service({}, observed({ ...serving, replicas: mixed }));
    expect(find(resources, "Container", "shop-blue-0").ignoreChanges).toEqual([]);
  });

  it("cannot be broken by mistake", async () => {
    await expect(service({ blue: release("3") }, observed(serving))).rejects.toThrow(ProblemsError);
  });

  it("stays what it is when nobody remembers it but its containers", async () => {
    const lost = observed(steady({ record: null, workers: [] }), { edge: null });
    await expect(service({ blue: release("1", { port: 4000 }) }, lost)).rejects.toThrow(
      "services.shop.blue: blue serves, and its running containers are not what the config says of version",
    );
    await expect(service({}, lost)).resolves.toBeDefined();
  });
});

describe("secrets", () => {
  const args: Args = {
    blue: release("1", { secrets: ["DB", "API"] }),
    green: undefined,
    secrets: { DB: "hunter2", API: "x" },
  };

  it("are files in a volume of their color, filled by secret stdin, before any container of it", async () => {
    const { resources } = await service(args);
    const files = find(resources, "Command", "shop-blue-secrets");
    const { volume } = parseTask("secrets", taskOf(files.inputs));
    expect(volume).toMatch(/^p-dev-shop-blue-secrets-[0-9a-f]{16}$/);
    expect(files.parent).toBe("SecretFiles shop-blue-secrets");
    expect(files.inputs["stdin"]).toBe('{"API":"x","DB":"hunter2"}');
    expect(files.secrets).toEqual(["stdin"]);
    expect(files.inputs["triggers"]).toEqual([volume]);
    expect(files.dependsOn).toContain("RemoteImage shop-blue");
    const container = find(resources, "Container", "shop-blue-0");
    expect(container.inputs["mounts"]).toEqual([
      { type: "volume", source: volume, target: "/run/secrets", readOnly: true },
    ]);
    expect(container.dependsOn).toContain("Command shop-blue-secrets");
  });

  it("stand in clear nowhere, and nothing else becomes secret by them", async () => {
    const { resources } = await service(args);
    const elsewhere = resources.filter(
      ({ name, type }) => !(type === "command:local:Command" && name === "shop-blue-secrets"),
    );
    expect(JSON.stringify(elsewhere)).not.toContain("hunter2");
    expect(resources.flatMap((resource) => resource.secrets.map((input) => `${key(resource)} ${input}`))).toEqual([
      "Command shop-blue-secrets stdin",
      "Command shop-edge-base stdin",
    ]);
  });

  it("may be outputs, with the same names and no less secret", async () => {
    const plain = await service(args);
    const outputs = { DB: pulumi.secret("hunter2"), API: pulumi.output("x") };
    const { resources } = await service({ ...args, secrets: outputs });
    const [files, same] = [resources, plain.resources].map((all) => find(all, "Command", "shop-blue-secrets"));
    expect(files?.inputs).toEqual(same?.inputs);
    expect(files?.secrets).toEqual(["stdin"]);
    expect(find(resources, "Container", "shop-blue-0").inputs).toEqual(
      find(plain.resources, "Container", "shop-blue-0").inputs,
    );
  });

  it("come with a new volume when a value, and only when a value of theirs changes", async () => {
    const volumeWith = async (secrets: Record<string, string>) => {
      const { resources } = await service({ ...args, secrets });
      return find(resources, "Command", "shop-blue-secrets").inputs["triggers"];
    };
    const before = await volumeWith({ DB: "hunter2", API: "x" });
    expect(await volumeWith({ DB: "hunter2", API: "x", OTHER: "y" })).toEqual(before);
    expect(await volumeWith({ DB: "hunter3", API: "x" })).not.toEqual(before);
  });

  it("of a sealed release are never written again", async () => {
    const sealed = { ...seal(release("1", { secrets: ["DB", "API"] })), secretVolume: "p-dev-shop-blue-secrets-old" };
    const host = steady({
      record: record({ sealed: { blue: sealed, green: null } }),
      replicas: replicas("blue", sealed),
    });
    const { resources } = await service({ ...args, secrets: { DB: "new", API: "x" } }, observed(host));
    const files = find(resources, "Command", "shop-blue-secrets");
    expect(files.inputs["triggers"]).toEqual(["p-dev-shop-blue-secrets-old"]);
    expect(files.ignoreChanges).toEqual(
      expect.arrayContaining(["create", "update", "environment", "stdin", "triggers"]),
    );
    expect(find(resources, "Container", "shop-blue-0").inputs["mounts"]).toEqual([
      { type: "volume", source: "p-dev-shop-blue-secrets-old", target: "/run/secrets", readOnly: true },
    ]);
  });

  it("of a sealed release that another was put in the place of are written again, with the values they had", async () => {
    const before = await service({ ...args, secrets: { DB: "hunter2", API: "x" } });
    const secretVolume = String(find(before.resources, "Command", "shop-blue-secrets").inputs["triggers"]);
    const sealed = { ...seal(release("1", { secrets: ["DB", "API"] })), secretVolume };
    const staged = seal(release("1.1"));
    const host = steady({
      record: record({ active: "green", sealed: { blue: sealed, green: seal(release("2")) } }),
      workers: ["green"],
      replicas: [...replicas("blue", staged), ...replicas("green", seal(release("2")))],
    });
    const declared: Args = { ...args, green: release("2"), activeColor: "green" };
    const back = await service({ ...declared, secrets: { DB: "hunter2", API: "x" } }, observed(host));
    expect(find(back.resources, "Command", "shop-blue-secrets")).toMatchObject({
      ignoreChanges: [],
      inputs: { triggers: [secretVolume] },
    });
    await expect(service({ ...declared, secrets: { DB: "hunter3", API: "x" } }, observed(host))).rejects.toThrow(
      'services.shop.blue.secrets: version "1" has served with other values than those that are set now.',
    );
  });

  it("of a sealed release that was taken away come back only with the values they had", async () => {
    const sealed = { ...seal(release("2", { secrets: ["DB"] })), secretVolume: "p-dev-shop-green-secrets-old" };
    const host = steady({ record: record({ sealed: { blue: seal(release("1")), green: sealed } }), replicas: [] });
    const again: Args = { blue: release("1"), green: release("2", { secrets: ["DB"] }), secrets: { DB: "new" } };
    await expect(service(again, observed(host))).rejects.toThrow(
      'services.shop.green.secrets: version "2" has served with other values than those that are set now.',
    );
  });
});

describe("volumes", () => {
  it("of an app belong to the service, stay when it goes, and carry no environment", async () => {
    const volumes = [
      { source: "uploads", target: "/data" },
      { source: "/var/log/shop", target: "/logs", readOnly: true },
    ];
    const { resources } = await service({ blue: release("1", { volumes }), green: release("2", { volumes }) });
    const volume = find(resources, "Volume", "shop-data-uploads");
    expect(volume.retainOnDelete).toBe(true);
    expect(volume.ignoreChanges).toEqual(["driver", "driverOpts", "labels"]);
    expect(volume.parent).toBe("BlueGreenService shop");
    expect(volume.inputs).toEqual({
      name: "p-dev-shop-data-uploads",
      labels: [
        { label: "tidegate.project", value: "p" },
        { label: "tidegate.role", value: "volume" },
        { label: "tidegate.service", value: "shop" },
        { label: "tidegate.stack", value: "dev" },
      ],
    });
    for (const name of ["shop-blue-0", "shop-green-1"]) {
      expect(find(resources, "Container", name).inputs["mounts"]).toEqual([
        { type: "volume", source: "p-dev-shop-data-uploads", target: "/data", readOnly: false },
        { type: "bind", source: "/var/log/shop", target: "/logs", readOnly: true },
      ]);
    }
  });
});
