import { describe, expect, it } from "vitest";
import type { EngineContainer, EngineImage } from "../../../../delivery/retention/engine-things.ts";
import { planRetention, type RetentionInput } from "../../../../delivery/retention/plan-retention.ts";
import { LABEL } from "../../../../model/names.ts";

const NOW = 1_000_000;
const digest = (version: number) => `r.example/shop@sha256:${String(version).repeat(64)}`;

/** A pulled image of shop; a higher version is a newer build. */
function image(version: number, change: Partial<EngineImage> = {}): EngineImage {
  const names = [`r.example/shop:${version}`, digest(version)];
  return { id: `sha256:i${version}`, names, bytes: 100, builtAt: version, isOfSetUp: false, ...change };
}

function container(name: string, change: Partial<EngineContainer> = {}): EngineContainer {
  const labels = { [LABEL.environment]: "e1", [LABEL.role]: "replica" };
  return { id: `c-${name}`, name, image: "sha256:other", state: "exited", madeAt: 0, labels, ...change };
}

function plan(change: Partial<RetentionInput>) {
  return planRetention({
    images: [1, 2, 3, 4, 5].map((version) => image(version)),
    ...{ containers: [], mentions: [], unread: [], keep: 0, environment: "e1", recorded: [], now: NOW },
    services: [{ service: "shop", references: ["r.example/shop:5"], verified: [] }],
    ...change,
  });
}

const going = (change: Partial<RetentionInput>) =>
  plan(change).images.flatMap(({ goes, names }) => (goes ? [names[0]] : []));
const why = (change: Partial<RetentionInput>) => plan({ images: [image(1)], ...change }).images[0];

describe("planRetention, of images", () => {
  it("keeps the newest builds where nobody kept a list of what served well", () => {
    expect(going({ keep: 3 })).toEqual(["r.example/shop:1", "r.example/shop:2"]);
    expect(plan({ keep: 3 }).images.map(({ why: said }) => said)).toEqual([
      ...Array.from({ length: 2 }, () => "nothing uses it, and it is none of the last 3 builds of shop"),
      ...Array.from({ length: 3 }, () => "one of the last 3 builds of shop"),
    ]);
  });

  it("keeps the last verified releases where there is such a list, and not the newest builds", () => {
    const verified = ["r.example/shop:2", digest(2), "r.example/shop:9", "r.example/shop:1", "r.example/shop:3"];
    const services = [{ service: "shop", references: [], verified }];
    expect(going({ keep: 2, services })).toEqual(["r.example/shop:3", "r.example/shop:4", "r.example/shop:5"]);
    expect(why({ keep: 2, services })).toMatchObject({
      goes: false,
      why: "one of the last 2 verified releases of shop",
    });
  });

  it("counts for each service that has its images from one repository", () => {
    const shop = { service: "shop", references: [], verified: ["r.example/shop:1"] };
    const blog = { service: "blog", references: [], verified: ["r.example/shop:2"] };
    expect(going({ keep: 1, services: [shop, blog] })).toEqual([3, 4, 5].map((version) => `r.example/shop:${version}`));
  });

  it.each<[string, Partial<RetentionInput>, string]>([
    [
      "a foreign container has",
      { containers: [container("db", { image: "sha256:i1", labels: {} })] },
      "db (exited) has it",
    ],
    ["a container runs", { containers: [container("web", { image: "sha256:i1", state: "running" })] }, "web runs it"],
    ["is mentioned by its tag", { mentions: [{ reference: "r.example/shop:1", why: "blue has it" }] }, "blue has it"],
    ["is mentioned by its digest", { mentions: [{ reference: digest(1), why: "blue has it" }] }, "blue has it"],
    [
      "is mentioned by a digest that the engine knows and a tag that it does not",
      { mentions: [{ reference: digest(1).replace("@", ":one@"), why: "blue has it" }] },
      "blue has it",
    ],
    ["set-up built", { images: [image(1, { isOfSetUp: true })] }, "set-up built it"],
    [
      "has a name elsewhere",
      { images: [image(1, { names: ["r.example/shop:1", "mine:1", digest(1)] })] },
      "it is mine:1 as well, which is none of the stack's",
    ],
    [
      "somebody tagged latest",
      { images: [image(1, { names: ["r.example/shop:latest", digest(1)] })] },
      "somebody else tagged it r.example/shop:latest: no release may be called that",
    ],
    [
      "was never in a registry",
      { images: [image(1, { names: ["r.example/shop:1"] })] },
      "it was built here and never pushed: no registry could give it again",
    ],
    [
      "an edge that cannot be read may need",
      { unread: ["the edge of a-b cannot be read"] },
      "the edge of a-b cannot be read",
    ],
  ])("keeps one that %s", (_what, change, said) => {
    expect(why(change)).toMatchObject({ goes: false, why: said });
  });

  it("says nothing of other repositories' images, and takes none", () => {
    const postgres = image(7, { names: ["postgres:17", `postgres@sha256:${"b".repeat(64)}`] });
    expect(plan({ images: [postgres, image(8, { names: [] })] }).images).toEqual([]);
    expect(plan({ services: [] }).images).toEqual([]);
  });

  it("knows the default registry's images under both of their names", () => {
    const services = [{ service: "web", references: ["docker.io/library/shop:2"], verified: [] }];
    const old = image(1, { names: ["shop:1", `shop@sha256:${"c".repeat(64)}`] });
    expect(why({ images: [old], services })).toMatchObject({ goes: true });
  });

  it("takes an image with the dead container that alone holds it", () => {
    const dead = container("left", { image: "sha256:i1" });
    expect(plan({ images: [image(1)], containers: [dead] })).toMatchObject({
      containers: [{ name: "left", goes: true }],
      images: [{ goes: true }],
    });
    expect(plan({ images: [image(1)], containers: [{ ...dead, madeAt: NOW }] })).toMatchObject({
      containers: [{ goes: false }],
      images: [{ goes: false, why: "left (exited) has it" }],
    });
  });
});

describe("planRetention, of containers", () => {
  it.each<[string, Partial<EngineContainer>, Partial<RetentionInput>, string]>([
    ["the state knows", {}, { recorded: ["left"] }, "it belongs to the stack: `tidegate up` starts it again"],
    ["a run may be making", { madeAt: NOW - 3599 }, {}, "it was made within the last hour: a run may be at it"],
    [
      "a killed run may have left out of the state",
      {},
      { recorded: null },
      "the last run was killed and may still need it: run `tidegate up` first",
    ],
    ["is the edge", { labels: { [LABEL.environment]: "e1", [LABEL.role]: "edge" } }, {}, "it is the edge"],
  ])("keeps one that %s", (_what, change, input, said) => {
    const { containers } = plan({ containers: [container("left", change)], ...input });
    expect(containers).toMatchObject([{ goes: false, why: said }]);
  });

  it.each(["created", "exited", "dead"])("takes one that is %s and that no state knows", (state) => {
    const left = container("left", { state, madeAt: NOW - 3600 });
    expect(plan({ containers: [left] }).containers).toEqual([
      { id: "c-left", name: "left", state, goes: true, why: "no state knows it, and it does not run" },
    ]);
  });

  it("says nothing of what runs, of other environments, and of a stack that has none", () => {
    const foreign = container("a", { labels: { [LABEL.environment]: "e2" } });
    const alive = ["running", "restarting", "paused", "removing"].map((state) => container(state, { state }));
    expect(plan({ containers: [foreign, ...alive, container("b", { labels: {} })] }).containers).toEqual([]);
    expect(plan({ environment: null, containers: [container("c")] }).containers).toEqual([]);
  });
});
