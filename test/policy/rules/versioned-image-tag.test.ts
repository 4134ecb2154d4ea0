import { describe, expect, it } from "vitest";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, NETWORK, REMOTE_IMAGE } from "../../../policy/resource-types.ts";
import { versionedImageTag } from "../../../policy/rules/versioned-image-tag.ts";
import { judge, UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REMEDY = "Tag the build with its version (`1.4.2`) or commit (`dev-3f9c2ab`).";
const image = (name: string | undefined) => ({ type: REMOTE_IMAGE, props: { name } });

describe("versioned-image-tag", () => {
  it.each([
    "shop:1.4.2",
    "shop:v1.4",
    "shop:2026.11.21",
    "shop:1.4.2-rc1",
    "shop:shop-api-1.4.2",
    "shop:dev-3f9c2ab",
    `shop:dev-${"3f9c2ab1".repeat(5)}`,
    "shop:3f9c2ab",
    "shop:20261121",
    `shop:1.4.2@${DIGEST}`,
    `shop@${DIGEST}`,
    `shop:stable@${DIGEST}`,
    "127.0.0.1:5000/team/shop:1.4.2",
  ])("accepts %s", async (name) => {
    expect(await judge(versionedImageTag, image(name))).toEqual([]);
  });

  it.each([
    "shop:stable",
    "shop:main",
    "shop:prod",
    "shop:master",
    "shop:latest",
    "shop:dev",
    "shop:1",
    "shop:v2",
    "shop:dev-3f9c2a",
    `shop:dev-${"3f9c2ab1".repeat(5)}0`,
    "shop",
    "127.0.0.1:5000/shop",
    "Not An Image",
  ])("refuses %s", async (name) => {
    const message = `must have a versioned tag, got ${JSON.stringify(name)}. ${REMEDY}`;
    expect(await judge(versionedImageTag, image(name))).toEqual([`name: ${message}`]);
    expect(await judge(versionedImageTag, { type: CONTAINER, props: { image: name } })).toEqual([`image: ${message}`]);
    expect(await judge(versionedImageTag, { type: BUILT_IMAGE, props: { imageName: name } })).toEqual([
      `imageName: ${message}`,
    ]);
  });

  it("refuses an image without a name", async () => {
    expect(await judge(versionedImageTag, image(undefined))).toEqual([
      `name: must have a versioned tag, got nothing. ${REMEDY}`,
    ]);
  });

  it("judges every tag of an image that BuildKit builds, and refuses one without any", async () => {
    const judgeTags = (tags: unknown) => judge(versionedImageTag, { type: BUILDKIT_IMAGE, props: { tags } });
    const refusal = (path: string, got: string) => `${path}: must have a versioned tag, got ${got}. ${REMEDY}`;
    expect(await judgeTags(["shop:1.4.2", "registry.example.com/shop:dev-3f9c2ab"])).toEqual([]);
    expect(await judgeTags(["shop:1.4.2", "shop:stable", "shop"])).toEqual([
      refusal("tags.1", '"shop:stable"'),
      refusal("tags.2", '"shop"'),
    ]);
    expect(await judgeTags(undefined)).toEqual([refusal("tags", "nothing")]);
    expect(await judgeTags([])).toEqual([refusal("tags", "[]")]);
    expect(await judgeTags(UNKNOWN_LIST)).toEqual([]);
    expect(await judgeTags([UNKNOWN_TEXT, "shop:stable"])).toEqual([refusal("tags.1", '"shop:stable"')]);
  });

  it("leaves a container that runs an image by its id to the image's own judgement", async () => {
    expect(await judge(versionedImageTag, { type: CONTAINER, props: { image: DIGEST } })).toEqual([]);
  });

  it("waits for the update where a preview cannot know the image", async () => {
    expect(await judge(versionedImageTag, image(UNKNOWN_TEXT))).toEqual([]);
  });

  it("does not apply to anything else", async () => {
    const network = { type: NETWORK, props: { name: "shop:stable" } };
    expect(await judge(versionedImageTag, network)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
