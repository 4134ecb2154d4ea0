import { afterEach, beforeEach, expect, test } from "vitest";
import { observe } from "../../../edge/observe.ts";
import { readStatus } from "../../../edge/status.ts";
import { LABEL } from "../../../model/names.ts";
import { observedSchema } from "../../../model/observed.ts";
import { Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.start();
});
afterEach(() => stage.remove());

test("reads records, workers and replicas, and the same record from an edge that is stopped or gone", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.cutOver("blue", 1_000);

  const running = await observe(stage.docker, stage.id);
  expect(observedSchema.parse(running)).toEqual(running);
  expect(running).toMatchObject({
    environment: stage.environment,
    edge: { state: "running" },
    services: {
      shop: {
        record: { active: "blue", generation: 1_000, sealed: { green: null } },
        workers: ["blue"],
        replicas: [
          { name: stage.replica("blue"), color: "blue", state: "running" },
          { name: stage.replica("green"), color: "green", state: "running" },
        ],
      },
    },
  });
  const { record } = running.services["shop"] ?? {};

  await stage.docker.getContainer(stage.edge).stop({ t: 1 });
  const stopped = await observe(stage.docker, stage.id);
  expect(stopped.edge).toMatchObject({ state: "exited", workers: 0 });
  expect(stopped.services["shop"]).toMatchObject({ record, workers: [] });
  await expect(readStatus(stage.docker, stage.id)).rejects.toThrow("does not answer");

  await stage.docker.getContainer(stage.edge).remove();
  const gone = await observe(stage.docker, stage.id);
  expect(gone.edge).toBeNull();
  expect(gone.environment).toBe(stage.environment);
  expect(gone.services["shop"]).toMatchObject({ record, workers: [] });
});

test("finds nothing where nothing is", async () => {
  const nothing = await observe(stage.docker, { project: `${stage.id.project}x`, stack: "none" });
  expect(nothing).toMatchObject({ environment: null, edge: null, services: {} });
});

test("refuses a record it cannot read, and things of two environments", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.inEdge("echo '{\"service\": 1}' > /var/lib/tidegate/records/shop.json");
  await expect(observe(stage.docker, stage.id)).rejects.toThrow("cannot be read");
  await stage.inEdge("printf '{cut' > /var/lib/tidegate/records/shop.json");
  await expect(observe(stage.docker, stage.id)).rejects.toThrow(
    /Remove \/var\/lib\/tidegate\/records\/SERVICE\.json there and run `tidegate up`/,
  );

  await stage.removeReplica("green");
  const other = { ...stage.labels("replica"), [LABEL.environment]: "another" };
  await stage.docker.createContainer({ name: stage.replica("green"), Image: stage.image, Labels: other });
  await stage.inEdge("rm /var/lib/tidegate/records/shop.json");
  await expect(observe(stage.docker, stage.id)).rejects.toThrow("belong to 2 environments");
});

test("tells how the proxy sees each replica, and counts requests and errors", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.cutOver("blue", 1_000);
  await stage.get(`${stage.url}/`);
  await stage.get(`${stage.url}/none`);

  const { shop } = await readStatus(stage.docker, stage.id);
  expect(shop?.blue?.servers).toMatchObject([
    { name: stage.replica("blue"), health: "UP", lastCheck: "L7OK 200", errors: 0 },
  ]);
  expect(shop?.blue?.requests).toBeGreaterThanOrEqual(2);
  expect(shop?.green?.servers).toHaveLength(1);
});
