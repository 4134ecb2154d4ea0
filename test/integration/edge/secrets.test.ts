import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { LABEL, secretVolumeName } from "../../../model/names.ts";
import { demoImage } from "../../support/images.ts";
import { Stage } from "./stage.ts";

const stage = new Stage();
beforeAll(() => stage.start());
afterAll(() => stage.remove());

const SECRET = 'hush: it\'s \\n a "secret" — ünïcode\nwith lines';

test("fills a volume that only the release's user can read, and removes it", async () => {
  const volume = secretVolumeName(stage.id, "shop", "blue", "0001");
  const labels = { ...stage.labels("volume"), [LABEL.color]: "blue" };
  const task = { service: "shop", volume, user: "10001:10001", labels };
  const filled = await stage.control("secrets", task, {}, JSON.stringify({ DATABASE_URL: SECRET }));
  expect(filled).toMatchObject({ exitCode: 0, stderr: "" });
  expect(filled.stdout).not.toContain("hush");

  const reader = await stage.docker.createContainer({
    name: stage.replica("blue"),
    Image: demoImage("v1"),
    User: "10001:10001",
    Cmd: ["sleep", "60"],
    Labels: stage.labels("replica"),
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      Mounts: [{ Type: "volume", Source: volume, Target: "/run/secrets", ReadOnly: true }],
    },
  });
  await reader.start();
  const read = (user: string) =>
    execIn(stage.docker, reader.id, ["sh", "-c", "ls /run/secrets && sha256sum < /run/secrets/DATABASE_URL"], { user });
  const hash = createHash("sha256").update(SECRET).digest("hex");
  expect(await read("10001")).toMatchObject({ exitCode: 0, stdout: `DATABASE_URL\n${hash}  -\n` });
  expect((await read("10002")).exitCode).not.toBe(0);
  expect((await read("10002")).stdout).toBe("");
  await reader.restart({ t: 0 });
  expect(await read("10001")).toMatchObject({ exitCode: 0 });
  expect(JSON.stringify(await reader.inspect())).not.toContain("hush");

  const early = await stage.control("remove-secrets", { service: "shop", volume });
  expect(early).toMatchObject({ exitCode: 2 });
  expect(early.stderr).toContain("is in use");
  await reader.remove({ force: true });
  expect(await stage.control("remove-secrets", { service: "shop", volume })).toMatchObject({ exitCode: 0 });
  expect(await stage.control("remove-secrets", { service: "shop", volume })).toMatchObject({ exitCode: 0 });
});

test("touches no volume and no container of another environment", async () => {
  const volume = secretVolumeName(stage.id, "shop", "blue", "0002");
  const others = { ...stage.labels("volume"), [LABEL.environment]: "another" };
  await stage.docker.createVolume({ Name: volume, Labels: others });
  const task = { service: "shop", volume, user: "10001", labels: stage.labels("volume") };
  for (const verb of ["secrets", "remove-secrets"] as const) {
    const refused = await stage.control(verb, verb === "secrets" ? task : { service: "shop", volume }, {}, "{}");
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain("belongs to another environment");
  }
  const foreign = await stage.docker.createContainer({
    name: stage.replica("green"),
    Image: stage.image,
    Labels: others,
  });
  const limited = await stage.control("limits", { containers: [foreign.id], pids: 10 });
  expect(limited).toMatchObject({ exitCode: 2 });
});

test("bounds the processes of a running container", async () => {
  const { Id } = await stage.docker.getContainer(stage.edge).inspect();
  expect(await stage.control("limits", { containers: [Id], pids: 321 })).toMatchObject({ exitCode: 0 });
  expect((await stage.docker.getContainer(Id).inspect()).HostConfig.PidsLimit).toBe(321);
});
