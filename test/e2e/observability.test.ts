import { describe, expect, it } from "vitest";
import { METRICS } from "../../agent/metrics/metrics.ts";
import { ledgerVolumeName, replicaName, serverName } from "../../model/names.ts";
import type { Server } from "../../model/observability.ts";
import { ALERTS } from "../../observability/alerts.ts";
import { JVM_ALERTS } from "../../observability/jvm-alerts.ts";
import { enginesPresent } from "../support/engines.ts";
import { freePorts } from "../support/free-port.ts";
import { setUpImage } from "../support/images.ts";
import { startCollector } from "../support/otlp.ts";
import { leftOf } from "../support/remove-all.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Names are looked up every 15 s and asked every 15 s: longer than both, on a machine with much to do. */
const SCRAPED_MS = 60_000;
/** Whether the agent answered. */
const OWN = encodeURIComponent('up{job="tidegate"}');

interface Target {
  health: string;
  scrapePool: string;
  labels: Record<string, string>;
  lastError: string;
}

describe.each(enginesPresent())("an environment with a Prometheus of its own, with the %s engine", (engine) => {
  const listen = { prometheus: "", alertmanager: "" };
  const environment = useEnvironment(engine, async (created) => {
    const [prometheus, alertmanager] = await freePorts(2);
    listen.prometheus = `127.0.0.1:${prometheus}`;
    listen.alertmanager = `127.0.0.1:${alertmanager}`;
    const images = { prometheus: setUpImage("prometheus"), alertmanager: setUpImage("alertmanager") };
    created.config["observability"] = {
      ...{ prometheus: true, listen, images, scrape: { shop: { port: 3000, path: "/version" } } },
      receivers: { onCall: { urlSecretName: "PAGE" } },
    };
    created.config["gates"] = { host: true };
    created.write();
    const path = ["--secret", "--path", "tidegate:secrets.observability.PAGE"];
    await created.tidegate(["config", "set", ...path, "https://example.com/page"]);
    created.shop["replicas"] = 1;
    await created.up();
  });

  it("scrapes its agent, has the rules, and knows its Alertmanager", async () => {
    const scraped = (pool: string) =>
      waitUntil(
        `a scrape of ${pool}`,
        async () => {
          const { activeTargets } = await ask<{ activeTargets: Target[] }>("targets");
          const own = activeTargets.filter(({ scrapePool, health }) => scrapePool === pool && health !== "unknown");
          return own.length > 0 ? own : undefined;
        },
        SCRAPED_MS,
      );
    expect((await scraped("tidegate")).map(({ health }) => health)).toEqual(["up"]);
    // The app answers, and tells no figures.
    const { project, stack } = environment().id;
    const instance = replicaName(environment().id, "shop", "blue", 0);
    expect(await scraped("app/shop")).toMatchObject([
      {
        labels: { project, stack, service: "shop", color: "blue", instance },
        lastError: expect.stringMatching(/content/i) as unknown,
      },
    ]);
    const { groups } = await ask<{ groups: { rules: { type: string; name: string }[] }[] }>("rules");
    const alerts = groups.flatMap(({ rules }) => rules.filter(({ type }) => type === "alerting"));
    const wanted = [...ALERTS, ...JVM_ALERTS].map(({ alert }) => alert);
    expect(alerts.map(({ name }) => name).toSorted()).toEqual(wanted.toSorted());
    const known = async () => {
      const found = await ask<{ activeAlertmanagers: { url: string }[] }>("alertmanagers");
      return found.activeAlertmanagers.length > 0 ? found : undefined;
    };
    const { activeAlertmanagers } = await waitUntil("an Alertmanager", known, SCRAPED_MS);
    const address = `http://${serverName(environment().id, "alertmanager")}:9093/api/v2/alerts`;
    expect(activeAlertmanagers).toEqual([{ url: address }]);
  }, 240_000);

  it("is told what gates said of the release", async () => {
    const query = `query?query=${encodeURIComponent(`${METRICS.gateVerdict.name}{gate="host"} == 1`)}`;
    const told = async () => {
      const found = await ask<{ result: { metric: object }[] }>(query);
      return found.result.length > 0 ? found : undefined;
    };
    const { result } = await waitUntil("a verdict", told, SCRAPED_MS);
    expect(result).toMatchObject([{ metric: { service: "shop", verdict: "pass" } }]);
  }, 120_000);

  it("has an Alertmanager that is ready, with the routes", async () => {
    await waitUntil("Alertmanager is ready", async () => {
      const { ok } = await fetch(`http://${listen.alertmanager}/-/ready`);
      return ok ? true : undefined;
    });
    const answer = await fetch(`http://${listen.alertmanager}/api/v2/receivers`);
    expect(((await answer.json()) as { name: string }[]).map(({ name }) => name)).toEqual(["on-call", "team"]); // its own form
  }, 60_000);

  it("shows no change in a second run", async () => {
    expect(changesOf(await environment().up())).toEqual({});
  }, 60_000);

  it("keeps what it was told when its config changes, leaves Alertmanager alone, and sends spans of it", async () => {
    const { docker, id } = environment();
    const startOf = async (server: Server) =>
      (await docker.getContainer(serverName(id, server)).inspect()).State.StartedAt;
    const [before, alertmanager] = [await startOf("prometheus"), await startOf("alertmanager")];
    const [sample] = (await ask<{ result: { value: [number, string] }[] }>(`query?query=${OWN}`)).result;
    const { observability } = environment().config;
    environment().config["observability"] = { ...(observability as object), retention: { days: 3 } };
    const collector = await startCollector();
    await environment().up({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await collector.close();

    expect(await startOf("prometheus")).not.toBe(before);
    expect(await startOf("alertmanager")).toBe(alertmanager);
    const past = await waitUntil("an answer", () =>
      ask<{ result: unknown[] }>(`query?query=${OWN}&time=${sample?.value[0]}`),
    );
    expect(past.result).toHaveLength(1);

    const names = collector.received.flatMap(({ spans }) => spans.map((span) => span.name));
    expect(names).toEqual(expect.arrayContaining(["tidegate up", "up", "replace observability-prometheus"]));
  }, 120_000);

  it("goes with all it has when it is declared no more", async () => {
    const { docker, id, config } = environment();
    const declared = config["observability"] as object; // as this file has set it
    config["observability"] = { ...declared, prometheus: false };
    await environment().up();
    const left = await leftOf(docker, `${id.project}-`);
    expect(left.filter((name) => /prometheus|alert/.test(name))).toEqual([]);
    config["observability"] = declared;
    await environment().up();
  }, 120_000);

  it("leaves nothing but the ledger on the host when it is destroyed", async () => {
    expect((await environment().run("destroy")).ran.exitCode).toBe(0);
    const { docker, id } = environment();
    expect(await leftOf(docker, `${id.project}-`)).toEqual([ledgerVolumeName(id)]);
  }, 120_000);

  async function ask<T>(path: string): Promise<T> {
    const answer = await fetch(`http://${listen.prometheus}/api/v1/${path}`);
    return ((await answer.json()) as { data: T }).data; // Prometheus' own form
  }
});
