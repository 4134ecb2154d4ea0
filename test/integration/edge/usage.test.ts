import { afterEach, beforeEach, expect, test } from "vitest";
import { readUsage } from "../../../edge/read-usage.ts";
import { Stage, until } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.remove());

const EATER = "head -c 200000000 /dev/zero | tail >/dev/null";
const FORKS = "for i in $(seq 60); do sleep 60 & done";

test("sees a child killed for memory, a refused fork and waiting for CPU time, of which the container shows nothing", async () => {
  const container = await stage.docker.createContainer({
    name: stage.replica("blue"),
    Image: stage.image,
    Labels: stage.labels("replica"),
    Entrypoint: ["bash", "-c", `(${EATER}); (${FORKS}; wait) & sleep 60`],
    HostConfig: { Memory: 64 * 1024 ** 2, MemorySwap: 64 * 1024 ** 2, PidsLimit: 30, NanoCpus: 100_000_000 },
  });
  await container.start();
  const usage = async () => (await readUsage(stage.docker, [container.id, "f".repeat(64)])).get(container.id);
  await until("a process was refused", async () => (await usage())?.refusedThreads === true);
  expect(await usage()).toMatchObject({ processes: 30, processLimit: 30, memoryLimitBytes: 64 * 1024 ** 2 });
  expect((await usage())?.outOfMemoryKills).toBeGreaterThan(0);
  expect((await usage())?.throttled).toBeGreaterThan(0);
  const { State, RestartCount } = await container.inspect();
  expect([State.Running, RestartCount]).toEqual([true, 0]);

  await container.kill();
  expect(await usage()).toBeUndefined();
}, 60_000);
