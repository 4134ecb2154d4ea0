import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SSH_FLAGS } from "../../docker/ssh-command.ts";
import { openEnvironment, type Environment } from "../../components/environment.ts";
import { observe } from "../../edge/observe.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { observed } from "../unit/edge/observed.ts";
import { find, registrationsOf, valueOf } from "./registrations.ts";

vi.mock("../../edge/observe.ts", () => ({ observe: vi.fn() }));

/** A provider is registered with its first use. */
function probe({ hosts }: Environment): void {
  for (const { name, provider } of hosts) {
    new docker.Network(hosts.length === 1 ? "probe" : `probe-${name}`, {}, { provider });
  }
}

describe("opening an environment", () => {
  beforeEach(() => {
    vi.mocked(observe).mockReset();
    vi.mocked(observe).mockResolvedValue(observed(null, { environment: null }));
  });
  afterEach(() => vi.unstubAllEnvs());

  it("registers the environment's id, the key for names and the provider", async () => {
    const { resources, result } = await registrationsOf(async () => {
      const environment = await openEnvironment();
      probe(environment);
      return environment;
    });
    expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "docker:index/network:Network probe",
      "random:index/randomId:RandomId environment",
      "random:index/randomPassword:RandomPassword name-key",
      "pulumi:providers:docker docker",
    ]);
    expect(find(resources, "RandomId", "environment")).toMatchObject({
      inputs: { byteLength: 8, keepers: { engine: "E" } },
      ignoreChanges: ["keepers"],
    });
    expect(find(resources, "docker", "docker").inputs["host"]).toBe("unix:///var/run/docker.sock");
    expect(result).toMatchObject({
      id: { project: "p", stack: "dev" },
      hosts: [{ name: "default", address: "unix:///var/run/docker.sock" }],
    });
    expect(result.knownNameKey).toBe("key");
    expect(await valueOf(result.environmentId)).toBe("e1");
  });

  it("keeps the sign-in of registries secret", async () => {
    const registries = {
      "b.example": { username: "u", password: "hunter2" },
      "a.example": { username: "v", password: "x" },
    };
    const { resources } = await registrationsOf(async () => {
      probe(await openEnvironment({ registries }));
    });
    const provider = find(resources, "docker", "docker");
    expect(provider.secrets).toEqual(["registryAuth"]);
    expect(JSON.parse(String(provider.inputs["registryAuth"]))).toMatchObject([
      { address: "a.example", username: "v" },
      { address: "b.example", username: "u" },
    ]);
  });

  it.each([
    [
      "things of another environment are on the host",
      { environment: "e2" },
      "belongs to another state, got environment e2, expected e1",
    ],
    ["the host is another machine", { engineId: "F" }, "is another Docker engine than the one stack"],
  ] as [string, Partial<ObservedHost>, string][])("refuses when %s", async (what, host, message) => {
    vi.mocked(observe).mockResolvedValue(observed(null, { environment: "e1", ...host }));
    // The mocks keep no state, so an engine that was met before is one that the state's keepers name.
    const open = registrationsOf(() => openEnvironment(), what.includes("machine") ? { keepers: { engine: "E" } } : {});
    await expect(open).rejects.toThrow(message);
  });

  it("refuses that a serving service vanishes, for a program that names its services", async () => {
    vi.mocked(observe).mockResolvedValue(observed(undefined, { environment: "e1" }));
    await expect(registrationsOf(() => openEnvironment({ services: [] }))).rejects.toThrow(
      "services.shop: serves and is gone from the config.",
    );
    await expect(registrationsOf(() => openEnvironment({ services: ["shop"] }))).resolves.toBeDefined();
    await expect(registrationsOf(() => openEnvironment({ services: [], retire: ["shop"] }))).resolves.toBeDefined();
    await expect(registrationsOf(() => openEnvironment())).resolves.toBeDefined();
  });

  it.each([
    ["DOCKER_CONTEXT", undefined],
    ["DOCKER_SSH_OPTS", "ssh://deploy@prod-1"],
    ["DOCKER_CERT_PATH", undefined],
    ["DOCKER_CERT_MATERIAL", "ssh://deploy@prod-1"],
  ])("refuses %s, which the provider would follow instead of the host", async (name, host) => {
    vi.stubEnv(name, "/elsewhere");
    const open = registrationsOf(() => openEnvironment(host === undefined ? {} : { host }));
    await expect(open).rejects.toThrow(
      `tidegate:host: is "${host ?? "unix:///var/run/docker.sock"}", but the Docker provider would follow ${name} instead. ` +
        "Unset what is named and run again.",
    );
    expect(observe).not.toHaveBeenCalled();
  });

  it("gives the provider the declared host, whatever DOCKER_HOST says", async () => {
    vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
    const { resources } = await registrationsOf(async () => {
      probe(await openEnvironment({ host: "unix:///declared.sock" }));
    });
    expect(find(resources, "docker", "docker").inputs["host"]).toBe("unix:///declared.sock");
    expect(find(resources, "docker", "docker").inputs).not.toHaveProperty("sshOpts");
  });

  it("lets the provider's own ssh ask nobody, and notice a silent host", async () => {
    const { resources } = await registrationsOf(async () => {
      probe(await openEnvironment({ host: "ssh://deploy@prod-1" }));
    });
    const { host, sshOpts } = find(resources, "docker", "docker").inputs;
    expect(host).toBe("ssh://deploy@prod-1");
    const flags = JSON.parse(String(sshOpts)) as unknown; // the SDK hands it over as text
    expect(flags).toEqual([...SSH_FLAGS]);
    expect(flags).toEqual(
      expect.arrayContaining(["-o", "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=3"]),
    );
  });

  describe("with a snapshot", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "tidegate-snapshot-"));
      writeFileSync(join(folder, "status.json"), JSON.stringify({ observed: observed() }));
      vi.stubEnv("TIDEGATE_OBSERVED", "status.json");
      vi.stubEnv("PWD", folder); // where the user is; the program runs elsewhere
      vi.stubEnv("DOCKER_HOST", "unix:///runner/docker.sock");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("previews without the host, and lets the plugin use the runner's own engine", async () => {
      const { resources, result } = await registrationsOf(
        async () => {
          const environment = await openEnvironment({ host: "ssh://deploy@prod-1" });
          probe(environment);
          return environment;
        },
        { preview: true },
      );
      expect(observe).not.toHaveBeenCalled();
      const [host] = result.hosts;
      expect(host?.observed.services["shop"]?.record?.active).toBe("blue");
      expect(host?.address).toBe("ssh://deploy@prod-1");
      expect(find(resources, "docker", "docker").inputs["host"]).toBe("unix:///runner/docker.sock");
    });

    it("still looks at the host itself in an `up`", async () => {
      await registrationsOf(() => openEnvironment());
      expect(observe).toHaveBeenCalledOnce();
    });
  });
});
