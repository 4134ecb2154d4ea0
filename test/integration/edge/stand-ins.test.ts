import { afterAll, beforeAll, expect, test } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { removeStandIns, withStandIns } from "../../../edge/control/with-stand-ins.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import type { RunningEdge } from "../../../edge/running-edge.ts";
import type { Disturbance, Disturbed } from "../../../edge/stand-in.ts";
import { withSession } from "../../../edge/with-session.ts";
import { Stage } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

const edge = (): RunningEdge => ({
  ...{ docker: stage.docker, id: stage.id, container: stage.edge, environment: stage.environment },
});
const blue = (): Disturbed => ({
  ...{ service: "shop", color: "blue", replicas: [stage.replica("blue")], port: 3000, healthPort: undefined },
});

const DISTURBANCES: Disturbance[] = [
  { kind: "errors", percent: 100 },
  { kind: "delay", ms: 300 },
  { kind: "growing-delay", msPerSecond: 20, mostMs: 4_000 },
];

test.each(DISTURBANCES)("the proxy's own check accepts a stand-in: $kind", async (disturbance) => {
  const config = haproxy.standInCommand({ ...blue(), healthPort: 9000 }, "127.0.0.1", disturbance).at(-1);
  const check = ["sh", "-c", "cat > /run/tidegate/stand-in.cfg && haproxy -c -f /run/tidegate/stand-in.cfg"];
  const options = { stdin: config ?? "", env: ["BEGAN=1"] };
  const { exitCode, stdout, stderr } = await execIn(stage.docker, stage.edge, check, options);
  expect(`${stdout}${stderr}`).not.toMatch(/ALERT|WARNING/);
  expect(exitCode).toBe(0);
});

test("a color answers with errors while stand-ins are before it, stays well, and answers as before then", async () => {
  expect(await askBlue()).toMatchObject({ status: 200 });
  await withStandIns(edge(), blue(), { kind: "errors", percent: 100 }, async () => {
    expect(await askBlue()).toMatchObject({ status: 503 });
    expect(await blueIsUp()).toBe(true);
    expect((await stage.get(`${stage.url}/`)).status).toBe(200); // of the other color
  });
  await expect.poll(askBlue).toMatchObject({ status: 200 });
  expect(await removeStandIns(stage.docker, stage.id)).toBe(0);
});

test("answers are kept back for as long as was said", async () => {
  await withStandIns(edge(), blue(), { kind: "delay", ms: 300 }, async () => {
    const { status, seconds } = await askBlue();
    expect(status).toBe(200);
    expect(seconds).toBeGreaterThanOrEqual(0.3);
  });
});

test("what fails inside leaves nothing behind", async () => {
  const failing = withStandIns(edge(), blue(), { kind: "delay", ms: 1 }, () => Promise.reject(new Error("busy")));
  await expect(failing).rejects.toThrow("busy");
  expect(await removeStandIns(stage.docker, stage.id)).toBe(0);
  await expect.poll(blueIsUp).toBe(true);
});

function askBlue() {
  const request = { to: { color: "blue" }, host: "localhost", path: "/", withinMs: 5_000 } as const;
  return withSession(edge(), "shop", (session) => session.send(request));
}

function blueIsUp(): Promise<boolean> {
  return withSession(edge(), "shop", async (session) => (await session.readSlots("blue")).some(({ isUp }) => isUp));
}
