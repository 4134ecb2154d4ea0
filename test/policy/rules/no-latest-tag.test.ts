import { describe, expect, it } from "vitest";
import { BUILDKIT_IMAGE, BUILT_IMAGE } from "../../../policy/resource-types.ts";
import { noLatestTag } from "../../../policy/rules/no-latest-tag.ts";
import { judge, UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const image = (name: string) => ({ type: "docker:index/remoteImage:RemoteImage", props: { name, keepLocally: true } });
const container = (image: string) => ({ type: "docker:index/container:Container", props: { image } });

describe("no-latest-tag", () => {
  it.each(["shop:1.4.2", "127.0.0.1:5000/shop:1.4.2", `shop@${DIGEST}`, `shop:latest@${DIGEST}`])(
    "accepts %s",
    async (name) => {
      expect(await judge(noLatestTag, image(name))).toEqual([]);
    },
  );

  it.each(["shop", "shop:latest", "127.0.0.1:5000/shop", "registry.example.com/team/shop:latest", "Not An Image"])(
    "refuses %s",
    async (name) => {
      const message = `must name one certain build, got ${JSON.stringify(name)}. Add the digest (\`@sha256:…\`), or at least a versioned tag.`;
      expect(await judge(noLatestTag, image(name))).toEqual([`name: ${message}`]);
      expect(await judge(noLatestTag, container(name))).toEqual([`image: ${message}`]);
    },
  );

  it("refuses what has no name", async () => {
    const message =
      "must name one certain build, got nothing. Add the digest (`@sha256:…`), or at least a versioned tag.";
    const nameless = (type: string) => judge(noLatestTag, { type, props: {} });
    expect(await nameless("docker:index/remoteImage:RemoteImage")).toEqual([`name: ${message}`]);
    expect(await nameless("docker:index/container:Container")).toEqual([`image: ${message}`]);
  });

  it("judges what a build names its image", async () => {
    const refusal = (path: string, got: string) =>
      `${path}: must name one certain build, got ${got}. Add the digest (\`@sha256:…\`), or at least a versioned tag.`;
    const built = (imageName: string) => judge(noLatestTag, { type: BUILT_IMAGE, props: { imageName } });
    expect(await built("shop:1.4.2")).toEqual([]);
    expect(await built("shop:latest")).toEqual([refusal("imageName", '"shop:latest"')]);
    const tagged = (tags: unknown) => judge(noLatestTag, { type: BUILDKIT_IMAGE, props: { tags } });
    expect(await tagged(["shop:1.4.2", "registry.example.com/shop:1.4"])).toEqual([]);
    expect(await tagged(["shop:1.4.2", "shop:latest", "shop"])).toEqual([
      refusal("tags.1", '"shop:latest"'),
      refusal("tags.2", '"shop"'),
    ]);
    expect(await tagged(undefined)).toEqual([refusal("tags", "nothing")]);
    expect(await tagged([])).toEqual([refusal("tags", "[]")]);
    expect(await tagged(UNKNOWN_LIST)).toEqual([]);
    expect(await tagged([UNKNOWN_TEXT, "shop"])).toEqual([refusal("tags.1", '"shop"')]);
  });

  it("leaves a container that runs an image by its id to the image's own judgement", async () => {
    expect(await judge(noLatestTag, container(DIGEST))).toEqual([]);
  });

  it("waits for the update where a preview cannot know the image", async () => {
    expect(await judge(noLatestTag, container(UNKNOWN_TEXT))).toEqual([]);
  });

  it("says that it does not apply to anything else", async () => {
    const network = { type: "docker:index/network:Network", props: { name: "shop:latest" } };
    expect(await judge(noLatestTag, network)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
