import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment } from "../support/environment.ts";
import { changesOf, type Run } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

const SECRET = "tg-secret-6fd1c0a2b7";
const CHANGED = "tg-secret-0b9e44d871";

describe.each(enginesPresent())("secrets with the %s engine", (engine) => {
  const said: string[] = [];
  const environment = useEnvironment(engine, async (created) => {
    created.shop.blue = release("v1", { secrets: ["TOKEN"] });
    await setSecret(created, SECRET);
    said.push(printed(await created.up()));
  });

  it("gives the app the value as a file only the app can read", async () => {
    expect(await (await fetch(`${environment().url}/secret/TOKEN`)).text()).toBe(sha256(SECRET));
    const { docker } = environment();
    const ran = await execIn(docker, environment().replica("blue"), ["cat", "/run/secrets/TOKEN"], { user: "12345" });
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stdout).not.toContain(SECRET);
  });

  it("keeps it over a restart of the container", async () => {
    await environment().docker.getContainer(environment().replica("blue")).restart();
    await waitForVersion(environment().url, "1.0.0");
    expect(await (await fetch(`${environment().url}/secret/TOKEN`)).text()).toBe(sha256(SECRET));
  }, 30_000);

  it("gives a changed value to the next version only", async () => {
    await setSecret(environment(), CHANGED);
    environment().shop.green = release("v2", { secrets: ["TOKEN"] });
    said.push(printed(await environment().up()));
    expect(await (await fetch(`${environment().url}/secret/TOKEN`)).text()).toBe(sha256(SECRET));
    await waitForVersion(environment().previewUrl, "2.0.0");
    expect(await (await fetch(`${environment().previewUrl}/secret/TOKEN`)).text()).toBe(sha256(CHANGED));
    said.push(printed(await environment().flip("green")));
    expect(await (await fetch(`${environment().url}/secret/TOKEN`)).text()).toBe(sha256(CHANGED));
    const again = await environment().up();
    said.push(printed(again));
    expect(changesOf(again)).toEqual({});
  }, 90_000);

  it("gives a release that comes back the value it has served with, and never another or none", async () => {
    const blue = release("v1", { secrets: ["TOKEN"] });
    const seen = async () => await (await fetch(`${environment().previewUrl}/secret/TOKEN`)).text();
    environment().shop.blue = { ...blue, version: "1.1.0" };
    said.push(printed(await environment().up()));
    expect(await seen()).toBe(sha256(CHANGED));

    environment().shop.blue = blue;
    const refused = await environment().tryUp();
    said.push(printed(refused));
    expect(refused.ran.exitCode).toBe(EXIT.input);
    expect(refused.text).toContain('services.shop.blue.secrets: version "1.0.0" has served with other values');
    expect(await seen()).toBe(sha256(CHANGED));

    await setSecret(environment(), SECRET);
    said.push(printed(await environment().up()));
    await waitForVersion(environment().previewUrl, "1.0.0");
    expect(await seen()).toBe(sha256(SECRET));
    expect(changesOf(await environment().up())).toEqual({});
  }, 120_000);

  it("shows it in no inspect, log, file of the project or the edge, and nothing that was printed", async () => {
    const { docker, id } = environment();
    const prefix = `${id.project}-`;
    const containers = (await docker.listContainers({ all: true })).filter((entry) =>
      entry.Names.some((name) => name.startsWith(`/${prefix}`)),
    );
    expect(containers.length).toBeGreaterThan(4);
    for (const { Id } of containers) {
      const container = docker.getContainer(Id);
      expectClean("inspect", JSON.stringify(await container.inspect()));
      expectClean("log", (await container.logs({ stdout: true, stderr: true })).toString("utf8"));
    }
    for (const volume of (await docker.listVolumes()).Volumes.filter(({ Name }) => Name.startsWith(prefix))) {
      expectClean("volume", JSON.stringify(volume));
    }
    const edgeFiles = await execIn(docker, environment().edge, [
      "sh",
      "-c",
      "cat $(find /var/lib/tidegate /run/tidegate -type f)",
    ]);
    expectClean("edge", edgeFiles.stdout);
    for (const file of filesBelow(environment().dir)) expectClean(file, readFileSync(file, "utf8"));
    said.push((await environment().tidegate(["output"])).stdout, JSON.stringify(await environment().status()));
    expectClean("what was printed", said.join("\n"));
  });
});

function expectClean(where: string, text: string): void {
  for (const secret of [SECRET, CHANGED]) {
    const forms = [secret, Buffer.from(secret).toString("base64")];
    expect(
      forms.filter((form) => text.includes(form)),
      where,
    ).toEqual([]);
  }
}

async function setSecret(environment: Environment, value: string): Promise<void> {
  environment.write();
  const args = ["config", "set", "--secret", "--path", "tidegate:secrets.shop.TOKEN", value];
  const ran = await environment.tidegate([...args, "--engine", environment.engine], { json: false });
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
}

function printed({ ran }: Run): string {
  return `${ran.stdout}\n${ran.stderr}`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
