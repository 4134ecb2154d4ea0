import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { EDGE_IMAGE } from "../../../model/edge-image.ts";
import { writeImage } from "../../../setup/images/images-file.ts";
import { removeFromEngine } from "../../../setup/remove-from-engine.ts";
import { demoImage } from "../../support/images.ts";
import { canRunPrivateEngine, PrivateEngine } from "../../support/private-engine.ts";

// On an engine of its own: all other tests use what this removes.
describe.skipIf(!canRunPrivateEngine())("what set-up has put on an engine", () => {
  const tag = (reference: string) => reference.split("@")[0] ?? reference;
  let engine: PrivateEngine;
  let root: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "tidegate-remove-"));
    mkdirSync(join(root, ".tidegate"));
    engine = new PrivateEngine([]);
    await engine.start();
    await engine.load(connectDocker(LOCAL_HOST), [EDGE_IMAGE, tag(demoImage("v1")), tag(demoImage("v2"))]);
    const volume = { Type: "volume", Source: "tidegate-registry", Target: "/var/lib/registry" } as const;
    await engine.docker.createContainer({
      name: "tidegate-registry",
      Image: tag(demoImage("v1")),
      HostConfig: { Mounts: [volume] },
    });
    writeImage(root, "v1", { reference: tag(demoImage("v1")), digest: "sha256:1" });
  }, 120_000);

  afterAll(async () => {
    await engine.remove();
    rmSync(root, { recursive: true });
  }, 60_000);

  it("goes, but for images that a container uses, and the second time there is nothing to do", async () => {
    const { docker } = engine;
    const user = await docker.createContainer({ name: "user", Image: tag(demoImage("v2")) });
    expect(await removeFromEngine({ docker, root })).toEqual([tag(demoImage("v2"))]);
    expect(await docker.listContainers({ all: true })).toHaveLength(1);
    expect((await docker.listVolumes()).Volumes).toEqual([]);
    expect(existsSync(join(root, ".tidegate", "images.json"))).toBe(false);

    await user.remove();
    expect(await removeFromEngine({ docker, root })).toEqual([]);
    expect((await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])).toEqual([]);
    expect(await removeFromEngine({ docker, root })).toEqual([]);
  });
});
