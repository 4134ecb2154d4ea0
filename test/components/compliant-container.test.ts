import { describe, expect, it } from "vitest";
import { Agent } from "../../components/agent.ts";
import { BlueGreenService } from "../../components/blue-green-service.ts";
import { Edge } from "../../components/edge.ts";
import { Observability } from "../../components/observability.ts";
import type { ContainerTransform } from "../../components/pool.ts";
import { CONTAINER_RULES } from "../../policy/groups/containers.ts";
import { foreign, replica, REPLICA } from "../policy/compliant-container.ts";
import { judge } from "../policy/judge.ts";
import { observed, release } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, registrationsOf } from "./registrations.ts";

const settings = {
  environment: { LOG_LEVEL: "info" },
  writable: ["/tmp"],
  volumes: [{ source: "uploads", target: "/data", readOnly: false }],
};

/** What a service, its edge, an agent and a Prometheus of its own register. */
const registered = (preview: boolean) =>
  registrationsOf(
    () => {
      const environment = environmentOn(observed(null));
      const edge = new Edge("edge", { environment, http: "0.0.0.0:8080", preview: "127.0.0.1:8081" });
      const notify = { channels: { chat: { type: "slack" as const, urlSecretName: "CHAT_URL" } } };
      const told = { notify, secrets: { CHAT_URL: "https://chat.test/hook" }, metrics: "127.0.0.1:9464" };
      const agent = new Agent("agent", { environment, edge, ...told });
      new Observability("observability", { environment, edge, agent });
      const blue = release("1", settings);
      return new BlueGreenService("shop", { environment, edge, activeColor: "blue", drain: "10s", blue });
    },
    { preview },
  );

describe("the containers that Tidegate makes", () => {
  it.each(["update", "preview"])("break no rule of production (%s)", async (phase) => {
    const { resources } = await registered(phase === "preview");
    const judged = resources.filter(({ type }) => /:(?:Container|Network|Volume)$/.test(type));
    expect(judged.map(({ name }) => name)).toEqual([
      ...["agent", "edge", "observability-alertmanager", "observability-prometheus", "shop-blue-0", "shop-blue-1"],
      ...["edge", "observability-alerting", "edge", "edge-agent", "edge-ledger"],
      ...["observability-alertmanager", "observability-prometheus", "shop-data-uploads"],
    ]);
    const found: unknown[] = [];
    for (const { type, name, inputs } of judged) {
      for (const rule of CONTAINER_RULES) {
        const judgement = await judge(rule, { type, props: inputs }, { stack: "prod" });
        if (Array.isArray(judgement) && judgement.length > 0) found.push([name, rule.id, judgement]);
      }
    }
    expect(found).toEqual([]);
  });

  it("are what the rules' tests change one input of", async () => {
    const { resources } = await registered(false);
    const { inputs } = find(resources, "Container", "shop-blue-0");
    const hash = { label: "tidegate.release", value: expect.stringMatching(/^[0-9a-f]{16}$/) as string };
    const labels = REPLICA.labels.map((label) => (label.label === hash.label ? hash : label));
    expect(inputs).toEqual({ ...REPLICA, labels });
  });
});

describe("what `transform` makes of a container", () => {
  /** Rules of production that break, with exceptions for some of them. */
  async function broken(excepted: readonly string[] = []): Promise<string[]> {
    const { resources } = await registrationsOf(() => {
      const environment = environmentOn(observed(null));
      const edge = new Edge("edge", { environment });
      const transform: ContainerTransform = (inputs) => ({ ...inputs, privileged: true, user: "0:0" });
      return new BlueGreenService("shop", { environment, edge, activeColor: "blue", blue: release("1"), transform });
    });
    const { type, name, inputs } = find(resources, "Container", "shop-blue-0");
    const exceptions = excepted.map((rule) => ({
      ...{
        rule,
        resource: "shop-*",
        reason: "the supplier's image",
        owner: "ann",
        expires: "2026-11-30",
        ticket: "OPS-1",
      },
    }));
    const judged = await Promise.all(
      CONTAINER_RULES.map(async (rule) => {
        const judgement = await judge(rule, { type, name, props: inputs }, { stack: "prod", exceptions });
        return Array.isArray(judgement) && judgement.length > 0 ? [rule.id] : [];
      }),
    );
    return judged.flat().toSorted();
  }

  it("is judged in production, and passes with an exception for each rule that it breaks", async () => {
    const rules = ["no-privileged-container", "non-root-user"];
    expect(await broken()).toEqual(rules);
    expect(await broken(["non-root-user"])).toEqual(["no-privileged-container"]);
    expect(await broken(rules)).toEqual([]);
  });
});

describe("a container of somebody else's program", () => {
  it.each(CONTAINER_RULES)("passes $id when it keeps the rules", async (rule) => {
    const expected =
      rule.id === "limit-pids" ? { notApplicable: expect.stringContaining("docker update") as string } : [];
    expect(await judge(rule, foreign(), { stack: "prod" })).toEqual(expected);
  });
});

describe("a replica of Tidegate", () => {
  it.each(CONTAINER_RULES)("passes $id as its pool declares it", async (rule) => {
    const expected =
      rule.id === "health-check"
        ? { notApplicable: "The edge checks replicas, by the health check of their release" }
        : [];
    expect(await judge(rule, replica(), { stack: "prod" })).toEqual(expected);
  });
});
