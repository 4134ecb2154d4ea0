import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Agent } from "../../components/agent.ts";
import { Edge } from "../../components/edge.ts";
import { Observability, type ObservabilityArgs } from "../../components/observability.ts";
import { observed, observedHost, observedOn } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, type Registration } from "./registrations.ts";

type Args = Omit<ObservabilityArgs, "environment" | "edge" | "agent">;

const observability = (args: Args = {}, hosts = observed()) => registrationsOf(() => declare(args, hosts));

function declare(args: Args, hosts = observed()) {
  const environment = environmentOn(hosts);
  const edge = new Edge("edge", { environment, allowEdgeReplace: true });
  const agent = new Agent("agent", { environment, edge });
  return new Observability("observability", { environment, edge, agent, ...args });
}

/** The files that a server gets, and the volume that they are in. */
function configOf(resources: readonly Registration[], server: string) {
  const { inputs, secrets } = find(resources, "Command", `observability-${server}-config`);
  expect(secrets).toEqual(["stdin"]);
  const files = JSON.parse(String(inputs["stdin"])) as Record<string, string>;
  const environment = inputs["environment"] as Record<string, string>;
  return { files, volume: environment["TIDEGATE_VOLUME"] };
}

describe("a Prometheus of the environment's own", () => {
  it("registers exactly these children", async () => {
    const { resources } = await observability();
    const children = resources.filter(({ parent }) => parent === "Observability observability").map(key);
    expect(children).toEqual([
      ...["alertmanager", "prometheus"].map((server) => `Command observability-${server}-limits`),
      ...["alertmanager", "prometheus"].map((server) => `Container observability-${server}`),
      "Network observability-alerting",
      ...["alertmanager", "prometheus"].map((server) => `RemoteImage observability-${server}`),
      ...["alertmanager", "prometheus"].map((server) => `SecretFiles observability-${server}-config`),
      ...["alertmanager", "prometheus"].map((server) => `Volume observability-${server}`),
    ]);
  });

  it("scrapes the replicas of services that tell of themselves, and has the alerts for JVMs then", async () => {
    const { resources } = await observability({
      scrape: { shop: { port: 9000, path: "/actuator/prometheus", replicas: 1 } },
    });
    const { files } = configOf(resources, "prometheus");
    expect(Object.keys(files)).toEqual(["jvm-rules.yaml", "prometheus.yaml", "tidegate-rules.yaml"]);
    const config = parse(files["prometheus.yaml"] ?? "") as { rule_files: string[]; scrape_configs: unknown[] };
    expect(config.rule_files).toEqual(["tidegate-rules.yaml", "jvm-rules.yaml"]);
    expect(config.scrape_configs).toMatchObject([
      { job_name: "tidegate" },
      {
        ...{ job_name: "app/shop", metrics_path: "/actuator/prometheus" },
        dns_sd_configs: [{ names: ["p-dev-shop-blue-0", "p-dev-shop-green-0"], type: "A", port: 9000 }],
      },
    ]);
  });

  it("scrapes the agent in the stack's network, and keeps what it is told to in a volume", async () => {
    const { resources } = await observability({ retention: { days: 30, size: "64MiB" } });
    const { files, volume } = configOf(resources, "prometheus");
    expect(Object.keys(files)).toEqual(["prometheus.yaml", "tidegate-rules.yaml"]);
    expect(files["prometheus.yaml"]).toContain("targets: [p-dev-agent:9464]");
    expect(files["prometheus.yaml"]).toContain("targets: [p-dev-alertmanager:9093]");
    const { inputs, dependsOn } = find(resources, "Container", "observability-prometheus");
    expect(inputs).toMatchObject({
      name: "p-dev-prometheus",
      user: "65534:65534",
      readOnly: true,
      networksAdvanced: [{ name: "p-dev", aliases: ["p-dev-prometheus"] }, { name: "p-dev-alerting" }],
      mounts: [
        { type: "volume", source: volume, target: "/etc/prometheus", readOnly: true },
        { type: "volume", source: "p-dev-prometheus", target: "/prometheus", readOnly: false },
      ],
      ports: [{ internal: 9090, external: 9090, ip: "127.0.0.1" }],
      command: [
        "--config.file=/etc/prometheus/prometheus.yaml",
        "--storage.tsdb.path=/prometheus",
        "--storage.tsdb.retention.time=30d",
        "--storage.tsdb.retention.size=67108864B",
      ],
    });
    expect(dependsOn).toEqual(expect.arrayContaining(["Network observability-alerting", "Container agent"]));
  });

  it("has its Alertmanager where no app can silence it", async () => {
    const { resources } = await observability();
    const { inputs } = find(resources, "Container", "observability-alertmanager");
    expect(inputs["networksAdvanced"]).toEqual([{ name: "p-dev-alerting", aliases: ["p-dev-alertmanager"] }]);
    expect(inputs["ports"]).toEqual([{ internal: 9093, external: 9093, ip: "127.0.0.1" }]);
  });

  it("tells whom it is told to, by addresses that are in a file alone", async () => {
    const secrets = { PAGE: "https://page.test/hook", OTHER: "not named" };
    const { resources } = await observability({ receivers: { onCall: { urlSecretName: "PAGE" } }, secrets });
    const { files, volume } = configOf(resources, "alertmanager");
    expect(files["on-call-url"]).toBe(secrets.PAGE);
    expect(files["alertmanager.yaml"]).toContain("url_file: /etc/alertmanager/on-call-url");
    expect(files["alertmanager.yaml"]).not.toContain("/etc/alertmanager/team-url");
    const written = JSON.stringify(resources.map(({ inputs: { stdin: _, ...others } }) => others));
    for (const value of Object.values(secrets)) expect(written).not.toContain(value);

    const nobody = configOf((await observability()).resources, "alertmanager");
    expect(nobody.volume).not.toBe(volume);
    expect(nobody.files["alertmanager.yaml"]).not.toContain("webhook_configs");
  });

  it("is refused without a value for each of its secrets", async () => {
    await registrationsOf(() =>
      expect(() => declare({ receivers: { team: { urlSecretName: "CHAT" } } })).toThrow(
        'observability.receivers: names secret "CHAT", which has no value. Add it to `secrets`.',
      ),
    );
  });

  it("is there once on each host", async () => {
    const hosts = observedOn([observedHost(null, { name: "a" }), observedHost(null, { name: "b" })]);
    const { resources } = await observability({}, hosts);
    for (const host of ["a", "b"]) {
      for (const kind of ["Container", "Volume", "RemoteImage"]) {
        const { provider } = find(resources, kind, `observability-prometheus-${host}`);
        expect(provider).toBe(`docker docker-${host}`);
      }
      expect(find(resources, "Network", `observability-alerting-${host}`).inputs["name"]).toBe("p-dev-alerting");
    }
  });
});
