import { afterAll, beforeAll, expect, test } from "vitest";
import { baseHash, partHash } from "../../../edge/config-hash.ts";
import { EDGE_FAIL_POINTS } from "../../../edge/fail-points.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { startLoad, type Load } from "../../../load/load.ts";
import { otherColor, type Color } from "../../../model/color.ts";
import { secretVolumeName } from "../../../model/names.ts";
import type { ObservedService } from "../../../model/observed.ts";
import { Stage, until, type Ended } from "./stage.ts";

// One edge lives through all of this, under load: whatever a death leaves behind is there for the next one too.
const stage = new Stage();
let load: Load;
beforeAll(async () => {
  await stage.start();
  await stage.startBoth({ smoke: [{ path: "/", contains: "shop" }] });
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  // The stream keeps workers of past reloads alive.
  load = await startLoad({ url: stage.url, clients: { keepAlive: 2, fresh: 1, slow: 1, upload: 0, stream: 1 } });
});
afterAll(async () => {
  try {
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  } finally {
    await stage.remove();
  }
});

const points = (...verbs: string[]) => EDGE_FAIL_POINTS.filter((point) => verbs.includes(point.split(":")[0] ?? ""));

test.each(points("apply"))("killed at %s, the next apply ends right", async (point) => {
  stage.part = { ...stage.part, maxReplicas: 3 + (stage.part.maxReplicas % 5) };
  expectKilled(await stage.apply({ TIDEGATE_FAIL_POINT: point }));
  expect(await stage.get(stage.url)).toMatchObject({ status: 200 });
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  const { record } = await shop();
  expect(record?.config?.hash).toBe(partHash(stage.part, haproxy.renderPart(stage.id, stage.part)));
  await expectLoaded();
});

test.each(points("base"))("killed at %s, the next base ends right", async (point) => {
  const https = (await stage.inEdge("ls /var/lib/tidegate/certificates")) === "";
  const pem = https ? { shop: await stage.makeCertificate() } : {};
  expectKilled(await stage.base(https, pem, { TIDEGATE_FAIL_POINT: point }));
  expect(await stage.base(https, pem)).toMatchObject({ exitCode: 0, stderr: "" });
  const { edge } = await observeHost(stage.docker, stage.id);
  expect(edge?.base?.hash).toBe(baseHash({ https }, haproxy.renderBase({ https })));
  await expectLoaded();
});

test.each(points("cutover", "switch"))("killed at %s, the next cutover ends right", async (point) => {
  const color = otherColor((await shop()).record?.active ?? "green");
  expectKilled(await stage.cutOver(color, nextGeneration(await shop(), color), { TIDEGATE_FAIL_POINT: point }));
  expect(await stage.get(stage.url)).toMatchObject({ status: 200 });
  expect(await stage.cutOver(color, nextGeneration(await shop(), color))).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await shop()).toMatchObject({ record: { active: color }, workers: [color] });
  expect(await stage.inEdge("cat /var/lib/tidegate/active.map")).toBe(`shop shop.${color}\n`);
  expect(await stage.get(stage.url)).toMatchObject({ version: color === "blue" ? "1.0.0" : "2.0.0" });
});

test.each(points("secrets"))("killed at %s, the next try fills the volume", async (point) => {
  const volume = secretVolumeName(stage.id, "shop", "blue", point.replaceAll(/\W/g, "-"));
  const task = { service: "shop", volume, user: "10001:10001", labels: stage.labels("volume") };
  expectKilled(await stage.control("secrets", task, { TIDEGATE_FAIL_POINT: point }, '{"A":"b"}'));
  expect(await stage.control("secrets", task, {}, '{"A":"b"}')).toMatchObject({ exitCode: 0, stderr: "" });
  const left = await stage.docker.listContainers({ all: true, filters: { volume: [volume] } });
  expect(left).toEqual([]);
  expect(await stage.control("remove-secrets", { service: "shop", volume })).toMatchObject({ exitCode: 0 });
});

test.each(points("limits"))("killed at %s, the next try sets the limit", async (point) => {
  const { Id } = await stage.docker.getContainer(stage.edge).inspect();
  const pids = 400 + point.length;
  expectKilled(await stage.control("limits", { containers: [Id], pids }, { TIDEGATE_FAIL_POINT: point }));
  expect(await stage.control("limits", { containers: [Id], pids })).toMatchObject({ exitCode: 0 });
  expect((await stage.docker.getContainer(Id).inspect()).HostConfig.PidsLimit).toBe(pids);
});

test.each(points("remove"))("killed at %s, the next remove ends right, and nobody else notices", async (point) => {
  const part = { ...stage.part, service: "other", route: { host: "other.example.com", path: "/" } };
  expect(await stage.apply({}, part)).toMatchObject({ exitCode: 0 });
  expectKilled(await stage.control("remove", { service: "other" }, { TIDEGATE_FAIL_POINT: point }));
  expect(await stage.control("remove", { service: "other" })).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await observeHost(stage.docker, stage.id)).services["other"]).toBeUndefined();
  expect(await stage.inEdge("cat /run/tidegate/routes.map")).toBe("*/ shop\n");
  await expectLoaded();
});

test("no fail point was left out", () => {
  const verbs = ["apply", "base", "cutover", "switch", "secrets", "limits", "remove"];
  const elsewhere = points("group", "note", "shift"); // in together_test.go, entries_test.go and canary.test.ts
  expect([...points(...verbs), ...elsewhere]).toHaveLength(EDGE_FAIL_POINTS.length);
});

function expectKilled({ signal, exitCode, stderr }: Ended): void {
  expect({ signal, exitCode, stderr }).toEqual({ signal: "SIGKILL", exitCode: null, stderr: "" });
}

async function shop(): Promise<ObservedService> {
  const { services } = await observeHost(stage.docker, stage.id);
  if (services["shop"] === undefined) throw new Error("the edge has forgotten shop");
  return services["shop"];
}

/** As the plan reckons it: the number stays where the traffic is where it shall be. */
function nextGeneration({ record, workers }: ObservedService, color: Color): number {
  const isThere = record?.active === color && workers.length === 1 && workers[0] === color;
  return (record?.generation ?? 0) + (isThere ? 0 : 1);
}

/** The newest worker runs what lies on the volume, and no change of it is still to come. */
async function expectLoaded(): Promise<void> {
  const lib = ". /usr/local/lib/tidegate/lib.sh";
  const state = `${lib}; mkdir -p $RUN/probe; $LIB/edge assemble $STATE $RUN/probe; $LIB/signature.sh $RUN/probe; cat $RUN/loaded`;
  const [wanted, loaded] = (await stage.inEdge(state)).trim().split("\n");
  expect(loaded).toBe(wanted);
  await until("the edge answers", async () => (await stage.get(stage.url)).status === 200);
}
