import { describe, expect, it } from "vitest";
import { Agent, type AgentArgs } from "../../components/agent.ts";
import { Edge } from "../../components/edge.ts";
import { AGENT_IMAGE } from "../../model/agent-image.ts";
import { observed, observedHost, observedOn } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf } from "./registrations.ts";

const agent = (args: Pick<AgentArgs, "image"> = {}, hosts = observed()) =>
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
