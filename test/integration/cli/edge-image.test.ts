import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash } from "bcryptjs";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { EDGE_IMAGE, EDGE_IMAGE_VERSION } from "../../../model/edge-image.ts";
import { REGISTRY } from "../../../setup/steps.ts";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess, type Ran } from "../../support/run-process.ts";
import { waitUntil } from "../../support/wait-until.ts";

const docker = connectDocker(LOCAL_HOST);
const USER = "deploy:hunter2";
let folder: string;
let registry: Docker.Container;
let address: string;

/** A registry that takes nothing from strangers. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-registry-"));
  const { Config } = await docker.getContainer(REGISTRY).inspect();
  const [user, password = ""] = USER.split(":");
  const users = `${user}:${await hash(password, 4)}\n`;
  registry = await docker.createContainer({
    Image: Config.Image,
    Entrypoint: ["sh", "-c", 'printf %s "$USERS" > /tmp/users && exec docker-registry serve /etc/registry.yml'],
    Cmd: [],
    Env: [`USERS=${users}`, "REGISTRY_AUTH_HTPASSWD_REALM=test", "REGISTRY_AUTH_HTPASSWD_PATH=/tmp/users"],
    ExposedPorts: { "5000/tcp": {} },
    HostConfig: {
      PortBindings: { "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: "0" }] },
    },
  });
  await registry.start();
  const { NetworkSettings } = await registry.inspect();
  address = `127.0.0.1:${NetworkSettings.Ports["5000/tcp"]?.[0]?.HostPort}`;
  await waitUntil("the registry to answer", async () => {
    const answer = await fetch(`http://${address}/v2/`).catch(() => undefined);
    return answer?.status === 401 ? true : undefined;
  });
}, 60_000);

afterAll(async () => {
  const image = await docker.getImage(EDGE_IMAGE).inspect();
  for (const tag of image.RepoTags.filter((name) => name.startsWith(`${address}/`)))
    await docker.getImage(tag).remove();
  await registry.remove({ force: true, v: true });
  rmSync(folder, { recursive: true });
});

describe("tidegate edge push", () => {
  it("is refused where nobody has signed in, and says how to", async () => {
    const ran = await tidegate("push", `${address}/team/edge`);
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ran.stderr).toContain(`pushing ${address}/team/edge:${EDGE_IMAGE_VERSION} failed`);
    expect(ran.stderr).toContain(`\`docker login ${address}\``);
  });

  it("prints the reference by digest under which the registry has the image, and nothing else", async () => {
    signIn();
    const ran = await tidegate("push", `${address}/team/edge`);
    expect(ran.exitCode, ran.stderr).toBe(0);
    const [, digest] = /^127\.0\.0\.1:\d+\/team\/edge:[\d.]+@(sha256:[0-9a-f]{64})\n$/.exec(ran.stdout) ?? [];
    expect(await digestOf(EDGE_IMAGE_VERSION)).toBe(digest);
    expect(ran.stderr).toContain(`tidegate config set --path tidegate:edge.image ${ran.stdout.trim()} -s STACK`);
    expect(ran.stdout + ran.stderr).not.toContain("hunter2");
  });

  it("takes a tag of one's own, and prints an object with --json", async () => {
    signIn();
    const ran = await tidegate("push", `${address}/team/edge:mine`, "--json");
    const image = `${address}/team/edge:mine@${await digestOf("mine")}`;
    expect(readJsonLines("edge push", ran.stdout)).toMatchObject([{ ok: true, host: LOCAL_HOST, image, built: false }]);
  });
});

describe("tidegate edge build", () => {
  it("does nothing where the engine has the image already", async () => {
    const before = await docker.getImage(EDGE_IMAGE).inspect();
    const ran = await tidegate("build");
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${EDGE_IMAGE}\n` });
    expect(ran.stderr).toContain("nothing to do");
    expect((await docker.getImage(EDGE_IMAGE).inspect()).Id).toBe(before.Id);
  });
});

/** What `docker login` writes. */
function signIn(): void {
  const auths = { [address]: { auth: Buffer.from(USER).toString("base64") } };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
}

async function digestOf(tag: string): Promise<string | null> {
  const answer = await fetch(`http://${address}/v2/team/edge/manifests/${tag}`, {
    headers: {
      Accept: "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json",
      Authorization: `Basic ${Buffer.from(USER).toString("base64")}`,
    },
  });
  return answer.headers.get("docker-content-digest");
}

function tidegate(...args: string[]): Promise<Ran> {
  return runProcess(process.execPath, [join(REPOSITORY, "cli/main.js"), "edge", ...args], {
    cwd: folder,
    env: { ...process.env, DOCKER_CONFIG: folder },
    timeoutMs: 120_000,
  });
}
