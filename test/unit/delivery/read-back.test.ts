import type Docker from "dockerode";
import { describe, expect, it } from "vitest";
import { readBack } from "../../../delivery/read-back.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const IMAGE = `registry.test/shop:1@${digest("a")}`;
const ID = { project: "p", stack: "prod" };

/** An engine whose running replicas have these images, by their names, and whose images have these digests, by their ids. */
function engine(replicas: Record<string, string>, images: Record<string, string[]>): Docker {
  const asked: unknown[] = [];
  return {
    asked,
    listContainers: (query: unknown) => {
      asked.push(query);
      return Promise.resolve(Object.entries(replicas).map(([name, ImageID]) => ({ Names: [`/${name}`], ImageID })));
    },
    getImage: (id: string) => ({
      inspect: () =>
        images[id] === undefined
          ? Promise.reject(Object.assign(new Error("No such image"), { statusCode: 404 }))
          : Promise.resolve({ RepoDigests: images[id].map((each) => `registry.test/shop@${each}`) }),
    }),
  } as unknown as Docker; // all that is asked of it
}

const read = (docker: Docker, image = IMAGE) => readBack(docker, ID, { service: "shop", color: "blue", image });

describe("readBack", () => {
  it("asks for the running replicas of the color alone", async () => {
    const docker = engine({}, {});
    await read(docker);
    expect((docker as unknown as { asked: unknown }).asked).toEqual([
      {
        filters: {
          label: [
            "tidegate.project=p",
            "tidegate.stack=prod",
            "tidegate.role=replica",
            "tidegate.service=shop",
            "tidegate.color=blue",
          ],
        },
      },
    ]);
  });

  it("has the digest that all of them run, whatever others their image has", async () => {
    const docker = engine({ "blue-0": "i1", "blue-1": "i1" }, { i1: [digest("b"), digest("a")] });
    expect(await read(docker)).toEqual({ digest: digest("a"), strays: [] });
  });

  it("has the digest of an image that the release names by its tag", async () => {
    const docker = engine({ "blue-0": "i1" }, { i1: [digest("b")] });
    expect(await read(docker, "registry.test/shop:1")).toEqual({ digest: digest("b"), strays: [] });
  });

  it("names each that runs another build", async () => {
    const docker = engine({ "blue-1": "i2", "blue-0": "i1" }, { i1: [digest("a")], i2: [digest("c")] });
    expect(await read(docker)).toEqual({ digest: null, strays: [{ replica: "blue-1", digest: digest("c") }] });
    const both = engine({ "blue-1": "i2", "blue-0": "i2" }, { i2: [digest("c")] });
    expect(await read(both)).toEqual({
      digest: digest("c"),
      strays: ["blue-0", "blue-1"].map((replica) => ({ replica, digest: digest("c") })),
    });
  });

  it.each([
    ["there are no replicas", engine({}, {})],
    ["the image is gone", engine({ "blue-0": "i1" }, {})],
    ["the image was never in a registry", engine({ "blue-0": "i1" }, { i1: [] })],
  ])("has none where %s", async (_what, docker) => {
    expect(await read(docker)).toEqual({ digest: null, strays: [] });
  });
});
