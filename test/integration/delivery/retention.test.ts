import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RETENTION_FAIL_POINTS } from "../../../delivery/retention/fail-points.ts";
import { planHost, type HostPlan, type StackKnowledge } from "../../../delivery/retention/plan-host.ts";
import { removeFated, type Removal } from "../../../delivery/retention/remove-fated.ts";
import { connectDocker, isNotFound } from "../../../docker/connect.ts";
import { readAllEdges } from "../../../edge/remembered-images.ts";
import { LABEL } from "../../../model/names.ts";
import { releaseHash, releaseSchema, type SealedRelease } from "../../../model/release.ts";
import { forgetImages, tinyImage } from "../../support/images.ts";
import { side, switchTo } from "../../support/ledger/entries.ts";
import { MemoryStore } from "../../support/ledger/memory-store.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { Stage } from "../edge/stage.ts";

const NAME = `tg${randomBytes(4).toString("hex")}`;
const stage = new Stage();
const { docker } = stage;
/** Version 0 is declared, 1 and 2 are parts of the edge, 3 lies in a record, the others nobody needs. */
const VERSIONS = ["0", "1", "2", "3", "4", "5", "6"];
let images: string[];

beforeAll(async () => {
  images = await Promise.all(VERSIONS.map((version) => tinyImage(docker, `${NAME}/shop`, version)));
  await stage.start();
  stage.part = { ...stage.part, releases: { blue: sealed("1"), green: sealed("2") } };
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
  const record = JSON.stringify({ format: "of a later day", sealed: { blue: sealed("3") } });
  await stage.inEdge(`echo '${record}' > /var/lib/tidegate/records/gone.json`);
}, 120_000);

afterAll(async () => {
  await stage.remove();
  await forgetImages(docker, NAME);
}, 60_000);

describe("retention on a real engine", () => {
  it("keeps what edges remember, the declared, and what containers have, and would take the rest", async () => {
    const foreign = await docker.createContainer({
      name: `${stage.id.project}-foreign`,
      Image: image("4"),
      Cmd: ["x"],
    });
    const { containers, images: fates } = await plan();
    expect(containers).toEqual([]);
    const owner = `${stage.id.project}-test`;
    expect(fates.map(({ goes, why }) => [goes, why])).toEqual([
      [false, "Pulumi.test.yaml declares it as shop 0"],
      [false, `${owner} has it as shop 1`],
      [false, `${owner} has it as shop 2`],
      [false, `${owner} has it as gone 3`],
      [false, `${stage.id.project}-foreign (created) has it`],
      [true, "nothing uses it, and it is none of the last 0 builds of gone and shop"],
      [true, "nothing uses it, and it is none of the last 0 builds of gone and shop"],
    ]);
    await foreign.remove();
  });

  it("keeps the last that the stack's ledger says have served well, and not the last builds", async () => {
    const ledger = "/var/lib/tidegate-ledger/000001.jsonl";
    const store = new MemoryStore();
    for (const service of ["shop", "gone"]) {
      store.write(switchTo(side("blue", sealed("5")), { service }));
      store.write({ kind: "verified", service, generation: 1, version: "5", switchMs: 1 });
    }
    await stage.inEdge(`printf %s '${store.text}' > ${ledger}`);
    const fates = (await plan({ keep: 1 })).images.slice(-2);
    expect(fates.map(({ goes, why }) => [goes, why])).toEqual([
      [false, expect.stringMatching(/^one of the last 1 verified releases of (shop|gone)$/)],
      [true, "nothing uses it, and it is none of the last 1 verified releases of gone and shop"],
    ]);

    await stage.inEdge(`sed -i 's/"switchMs":1/"switchMs":2/' ${ledger}`);
    const broken = await planHost(docker, knowledge({ keep: 1 }));
    expect(broken.unread).toContain("the ledger of test cannot be proved from entry 2 on");
    expect(broken.images.filter(({ goes }) => goes)).toEqual([]);
    await stage.inEdge(`rm ${ledger}`);
  });

  it("reads an edge that is stopped, and lets no image go while one is gone and its volume is there", async () => {
    await docker.getContainer(stage.edge).stop({ t: 1 });
    const stopped = (await readAllEdges(docker)).find(({ environment }) => environment === stage.environment);
    expect(stopped?.releases?.map(({ version }) => version).toSorted()).toEqual(["1", "2", "3"]);
    await docker.getContainer(stage.edge).remove();
    await docker.createContainer({ name: `${stage.id.project}-keeps-network`, Image: image("0"), Cmd: ["x"] });
    // The test's own volume has no labels: the real one has.
    const volume = `${stage.id.project}-lone`;
    await docker.createVolume({ Name: volume, Labels: stage.labels("volume") });
    const lone = await planHost(docker, knowledge());
    expect(lone.unread).toContain(
      `the edge of ${stage.id.project}-test is gone, and its volume ${volume} is not looked into`,
    );
    expect(lone.images.filter(({ goes }) => goes)).toEqual([]);
    await docker.getVolume(volume).remove();
    // What outlives an environment, data or a ledger, is no memory of an edge.
    const { [LABEL.environment]: _environment, ...lasting } = stage.labels("volume");
    await docker.createVolume({ Name: volume, Labels: lasting });
    expect((await planHost(docker, knowledge())).unread.filter((what) => what.includes(volume))).toEqual([]);
    await docker.getVolume(volume).remove();
    await docker.createVolume({ Name: volume, Labels: stage.labels("agent") });
    expect((await planHost(docker, knowledge())).unread.filter((what) => what.includes(volume))).toEqual([]);
    await docker.getVolume(volume).remove();
    await stage.startEdge();
  });

  it("removes nothing of what came into use after the look, and says what the engine said", async () => {
    const then = await plan();
    const late = await docker.createContainer({ name: `${stage.id.project}-late`, Image: image("5"), Cmd: ["x"] });
    const told: Removal[] = [];
    const removals = await removeFated(docker, then, (removal) => void told.push(removal));
    expect(told).toEqual(removals);
    expect(removals.map(({ kept }) => kept === null)).toEqual([true, false, true]);
    expect(removals[1]?.kept).toContain("image is being used by stopped container");
    expect(await has("5")).toBe(true);
    expect(await has("6")).toBe(false);
    await late.remove();
  });

  it("takes one that got another name meanwhile only when it has lost it again", async () => {
    const then = await plan();
    await docker.getImage(image("5")).tag({ repo: `mine/${NAME}`, tag: "1" });
    expect((await removeFated(docker, then, () => undefined)).map(({ kept }) => kept)).toEqual([
      expect.stringContaining("must be forced") as unknown,
    ]);
    expect((await plan()).images.find(({ names }) => names.includes(tagOf("5")))).toMatchObject({
      goes: false,
      why: `it is mine/${NAME}:1 as well, which is none of the stack's`,
    });
    await docker.getImage(`mine/${NAME}:1`).remove();
  });

  it("takes dead containers of its environment that no state has, with their image, and finds nothing the second time", async () => {
    const dead = await docker.createContainer({
      name: `${stage.id.project}-shop-blue-7`,
      Image: image("5"),
      Cmd: ["x"],
      Labels: stage.labels("replica"),
    });
    expect((await plan()).containers).toMatchObject([
      { goes: false, why: expect.stringContaining("last hour") as unknown },
    ]);
    expect((await plan({ containers: [`${stage.id.project}-shop-blue-7`] })).containers).toMatchObject([
      { goes: false },
    ]);
    const later = await plan({}, 3_601);
    expect(later.containers).toMatchObject([{ goes: true, name: `${stage.id.project}-shop-blue-7` }]);
    const removals = await removeFated(docker, later, () => undefined);
    expect(removals.map(({ kind, kept }) => [kind, kept])).toEqual([
      ["container", null],
      ["image", null],
    ]);
    await expect(dead.inspect()).rejects.toSatisfy(isNotFound);
    expect(await removeFated(docker, await plan({}, 3_601), () => undefined)).toEqual([]);
  });

  it("tells how far it came when the host goes away in the middle", async () => {
    const away = connectDocker(`unix:///tmp/${NAME}.sock`);
    const goes = { id: "sha256:0", names: ["a:1"], bytes: 1, goes: true, why: "" };
    await expect(removeFated(away, { containers: [], images: [goes] }, () => undefined)).rejects.toThrow(
      /^host: cannot reach the Docker engine .*\nUntil then 0 were removed\. Run again: it takes up what is left\.$/s,
    );
  });

  it("has a fail point around each effect", () => {
    expect(RETENTION_FAIL_POINTS).toEqual(
      ["container", "image"].flatMap((kind) => [`prune:before-${kind}`, `prune:after-${kind}`]),
    );
  });
});

/** By digest: what the engine has of a version under its tag is looked up by that alone. */
function image(version: string): string {
  return images[Number(version)] ?? "";
}

function tagOf(version: string): string {
  return image(version).split("@")[0] ?? "";
}

async function has(version: string): Promise<boolean> {
  return (await docker.listImages()).some(({ RepoTags }) => RepoTags?.includes(tagOf(version)) === true);
}

function sealed(version: string): SealedRelease {
  const release = releaseSchema.parse({ version, image: image(version) });
  return { release, secretVolume: null, hash: releaseHash(release, null) };
}

function knowledge(change: Partial<StackKnowledge> = {}): StackKnowledge {
  const declared = { file: "Pulumi.test.yaml", isOwn: true, service: "shop", version: "0", image: image("0") };
  return {
    id: stage.id,
    ...{ environment: stage.environment, declared: [declared], recorded: [], unread: [], containers: [], keep: 0 },
    ...change,
  };
}

/** Once every edge on this machine can be read: other tests break theirs. `laterSeconds` sets the host's clock forward. */
function plan(change: Partial<StackKnowledge> = {}, laterSeconds = 0): Promise<HostPlan> {
  return waitUntil("all edges can be read", async () => {
    const made = await planHost(later(laterSeconds), knowledge(change));
    return made.unread.length === 0 ? made : undefined;
  });
}

/** The same engine with a clock of its own. */
function later(seconds: number): typeof docker {
  const shifted = connectDocker("unix:///var/run/docker.sock");
  const info = shifted.info.bind(shifted);
  shifted.info = async () => {
    const known = (await info()) as { SystemTime: string };
    return { ...known, SystemTime: new Date(Date.parse(known.SystemTime) + seconds * 1000).toISOString() };
  };
  return shifted;
}
