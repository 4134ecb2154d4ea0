import { afterEach, beforeEach, expect, test } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { LABEL } from "../../../model/names.ts";
import { observedHostSchema } from "../../../model/observed.ts";
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

  const running = await observeHost(stage.docker, stage.id);
  const named = { name: "default", ...running };
  expect(observedHostSchema.parse(named)).toEqual(named);
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
  const stopped = await observeHost(stage.docker, stage.id);
  expect(stopped.edge).toMatchObject({ state: "exited", workers: 0 });
  expect(stopped.services["shop"]).toMatchObject({ record, workers: [] });
  await expect(haproxy.measure(stage.docker, stage.id)).rejects.toThrow("does not answer");

  await stage.docker.getContainer(stage.edge).remove();
  const gone = await observeHost(stage.docker, stage.id);
  expect(gone.edge).toBeNull();
  expect(gone.environment).toBe(stage.environment);
  expect(gone.services["shop"]).toMatchObject({ record, workers: [] });
});

test("finds nothing where nothing is", async () => {
  const nothing = await observeHost(stage.docker, { project: `${stage.id.project}x`, stack: "none" });
  expect(nothing).toMatchObject({ environment: null, edge: null, services: {} });
});

test("refuses a record it cannot read, and things of two environments", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.inEdge("echo '{\"service\": 1}' > /var/lib/tidegate/records/shop.json");
  await expect(observeHost(stage.docker, stage.id)).rejects.toThrow("cannot be read");
  await stage.inEdge("printf '{cut' > /var/lib/tidegate/records/shop.json");
  await expect(observeHost(stage.docker, stage.id)).rejects.toThrow(
    /Remove \/var\/lib\/tidegate\/records\/SERVICE\.json there and run `tidegate up`/,
  );

  await stage.removeReplica("green");
  const other = { ...stage.labels("replica"), [LABEL.environment]: "another" };
  await stage.docker.createContainer({ name: stage.replica("green"), Image: stage.image, Labels: other });
  await stage.inEdge("rm /var/lib/tidegate/records/shop.json");
  await expect(observeHost(stage.docker, stage.id)).rejects.toThrow("belong to 2 environments");
});

test("tells how the proxy sees each replica, and counts requests and errors", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.cutOver("blue", 1_000);
  await stage.get(`${stage.url}/`);
  await stage.get(`${stage.url}/none`);

  const { shop } = await haproxy.measure(stage.docker, stage.id);
  expect(shop?.blue?.servers).toMatchObject([
    { name: stage.replica("blue"), health: "UP", lastCheck: "L7OK 200", errors: 0 },
  ]);
  expect(shop?.blue?.requests).toBeGreaterThanOrEqual(2);
  expect(shop?.green?.servers).toHaveLength(1);
});

test("knows a worker that ends while it is asked from one that sends traffic nowhere", async () => {
  await stage.startBoth();
  await stage.apply();
  await stage.cutOver("blue", 1_000);
  // Its end of the line is closed, and the master has not noticed yet: nothing that a test could bring about.
  const answers = `
    #!/bin/sh
    read -r question
    case $question in
    *show?proc*) echo "$question" | /usr/bin/socat "$@"; echo '# old workers'; echo '99999 worker 1' ;;
    @!99999*) echo "Can't connect to the target CLI!" ;;
    *) echo "$question" | /usr/bin/socat "$@" ;;
    esac`.replaceAll(/^ {4}|^\n/gm, "");
  const { exitCode, stdout, stderr } = await execIn(
    stage.docker,
    stage.edge,
    [
      ...["sh", "-c"],
      "mkdir -p $D && cat >$D/socat && chmod +x $D/socat && PATH=$D:$PATH && cd /usr/local/lib/tidegate && ./observe.sh; rm -r $D",
    ],
    { stdin: answers, env: ["D=/var/lib/tidegate/fake"] },
  );
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).not.toContain("99999");
  expect(stdout.match(/^worker new \d+$/gm)).toHaveLength(1);
});
