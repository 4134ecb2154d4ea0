import { describe, expect, it } from "vitest";
import { Agent, type AgentArgs } from "../../components/agent.ts";
import { Edge } from "../../components/edge.ts";
import { AGENT_IMAGE } from "../../model/agent-image.ts";
import { observed, observedHost, observedOn } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf } from "./registrations.ts";

const agent = (args: Omit<AgentArgs, "environment" | "edge"> = {}, hosts = observed()) =>
  registrationsOf(() => {
    const environment = environmentOn(hosts);
    const edge = new Edge("edge", { environment, allowEdgeReplace: true });
    return new Agent("agent", { environment, edge, ...args });
  });

describe("the agent", () => {
  it("registers exactly these children", async () => {
    const { resources } = await agent();
    const children = resources.filter(({ parent }) => parent === "Agent agent").map(key);
    expect(children).toEqual(["Command agent-limits", "Container agent", "RemoteImage agent"]);
    expect(find(resources, "RemoteImage", "agent").inputs).toEqual({ name: AGENT_IMAGE, keepLocally: true });
  });

  it("is a hardened container without ports and engine that shares one volume with the edge", async () => {
    const { resources } = await agent();
    const { inputs, dependsOn } = find(resources, "Container", "agent");
    expect(inputs).toMatchObject({
      name: "p-dev-agent",
      user: "10010:10010",
      readOnly: true,
      tmpfs: {},
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      ...{ memory: 256, memorySwap: 256, cpus: "0.5" },
      restart: "unless-stopped",
      networksAdvanced: [{ name: "p-dev", aliases: ["p-dev-agent"] }],
      mounts: [{ type: "volume", source: "p-dev-agent", target: "/run/tidegate-agent", readOnly: false }],
      envs: ['TIDEGATE_AGENT_CONFIG={"host":"default","project":"p","stack":"dev"}'],
    });
    expect(inputs).not.toHaveProperty("ports");
    expect(inputs["labels"]).toContainEqual({ label: "tidegate.role", value: "agent" });
    expect(dependsOn).toEqual(expect.arrayContaining(["Volume edge-agent", "Network edge"]));
  });

  it("is there once on each host, and knows on which", async () => {
    const hosts = observedOn([observedHost(null, { name: "a" }), observedHost(null, { name: "b" })]);
    const { resources } = await agent({ image: "registry.test/agent:2" }, hosts);
    for (const name of ["a", "b"]) {
      const { inputs, provider } = find(resources, "Container", `agent-${name}`);
      expect(provider).toBe(`docker docker-${name}`);
      expect(inputs["image"]).toBe("sha256:registry.test/agent:2");
      expect(inputs["envs"]).toEqual([expect.stringContaining(`"host":"${name}"`)]);
    }
  });
});

const SECRETS = { CHAT: "https://example.com/hook", MAIL: "hunter2", OTHER: "not named" };
const NOTIFY = {
  channels: {
    chat: { type: "slack" as const, urlSecretName: "CHAT" },
    mail: {
      type: "email" as const,
      ...{ host: "mail.test", user: "tidegate", passwordSecretName: "MAIL" },
      ...{ from: "a@example.com", to: ["b@example.com"] },
    },
  },
};

describe("the agent's channels", () => {
  it("come with their secrets in a volume, and with nothing but the names of these in its environment", async () => {
    const { resources } = await agent({ notify: NOTIFY, secrets: SECRETS });
    const { inputs, secrets } = find(resources, "Command", "agent-secrets");
    expect(secrets).toEqual(["stdin"]);
    expect(JSON.parse(String(inputs["stdin"]))).toEqual({ CHAT: SECRETS.CHAT, MAIL: SECRETS.MAIL });
    const volume = (inputs["environment"] as Record<string, string>)["TIDEGATE_VOLUME"] ?? "";
    expect(volume).toMatch(/^p-dev-agent-secrets-[0-9a-f]{16}$/);

    const container = find(resources, "Container", "agent");
    expect(container.dependsOn).toContain("Command agent-secrets");
    expect(container.inputs["mounts"]).toEqual([
      { type: "volume", source: "p-dev-agent", target: "/run/tidegate-agent", readOnly: false },
      { type: "volume", source: volume, target: "/run/secrets", readOnly: true },
    ]);
    const [config = ""] = container.inputs["envs"] as string[];
    expect(JSON.parse(config.slice(config.indexOf("=") + 1))).toMatchObject({ notify: NOTIFY });
    const written = JSON.stringify(resources.map(({ inputs: { stdin: _, ...others } }) => others));
    for (const value of Object.values(SECRETS)) expect(written).not.toContain(value);
  });

  it("are others with other values", async () => {
    const volumeWith = async (CHAT: string) => {
      const { resources } = await agent({ notify: NOTIFY, secrets: { ...SECRETS, CHAT } });
      return (find(resources, "Command", "agent-secrets").inputs["environment"] as Record<string, string>)[
        "TIDEGATE_VOLUME"
      ];
    };
    expect(await volumeWith("https://example.com/a")).not.toBe(await volumeWith("https://example.com/b"));
    expect(await volumeWith("https://example.com/a")).toBe(await volumeWith("https://example.com/a"));
  });

  it("are refused without a value for each of their secrets", async () => {
    await expect(agent({ notify: NOTIFY, secrets: { CHAT: "x" } })).rejects.toThrow(
      'agent.notify.channels: names secret "MAIL", which has no value. Add it to `secrets`.',
    );
  });
});

describe("the agent's Prometheus", () => {
  const login = { type: "bearer" as const, tokenSecretName: "TOKEN" };
  const prometheus = { url: "https://prometheus.test", login };

  it("comes with its secret in the same volume, and with its name in the environment", async () => {
    const secrets = { ...SECRETS, TOKEN: "s3cret token" };
    const { resources } = await agent({ notify: NOTIFY, prometheus, secrets });
    const command = find(resources, "Command", "agent-secrets");
    expect(command.secrets).toEqual(["stdin"]);
    expect(JSON.parse(String(command.inputs["stdin"]))).toEqual({
      ...{ CHAT: SECRETS.CHAT, MAIL: SECRETS.MAIL, TOKEN: secrets.TOKEN },
    });
    const [config = ""] = find(resources, "Container", "agent").inputs["envs"] as string[];
    expect(JSON.parse(config.slice(config.indexOf("=") + 1))).toMatchObject({
      prometheus: { ...prometheus, every: "15s", timeout: "10s" },
    });
    const written = JSON.stringify(resources.map(({ inputs: { stdin: _, ...others } }) => others));
    expect(written).not.toContain(secrets.TOKEN);
  });

  it("needs no secret where nobody signs in", async () => {
    const { resources } = await agent({ prometheus: { url: prometheus.url } });
    expect(resources.map(key)).not.toContain("Command agent-secrets");
    expect(find(resources, "Container", "agent").inputs["mounts"]).toHaveLength(1);
  });

  it("is refused without a value for the secret, with all else that is missing", async () => {
    await expect(agent({ notify: NOTIFY, prometheus, secrets: { CHAT: "x" } })).rejects.toMatchObject({
      problems: [
        'agent.notify.channels: names secret "MAIL", which has no value. Add it to `secrets`.',
        'agent.prometheus.login: names secret "TOKEN", which has no value. Add it to `secrets`.',
      ],
    });
  });
});

it("publishes its figures where it is told to, and nothing else", async () => {
  const { resources } = await agent({ metrics: "127.0.0.1:9465" });
  expect(find(resources, "Container", "agent").inputs["ports"]).toEqual([
    { internal: 9464, external: 9465, ip: "127.0.0.1" },
  ]);
});
