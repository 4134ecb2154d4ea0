import { describe, expect, it } from "vitest";
import { BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "../../../policy/resource-types.ts";
import { imageDigest } from "../../../policy/rules/image-digest.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const image = (name: string | undefined) => ({ type: REMOTE_IMAGE, props: { name } });
const container = (name: string) => ({ type: CONTAINER, props: { image: name } });

describe("image-digest", () => {
  it.each([
    `shop@${DIGEST}`,
    `registry.example.com/shop:1.4.2@${DIGEST}`,
    "127.0.0.1:5000/shop:1.4.2",
    "127.0.0.1/shop:1.4.2",
    "localhost/shop:1.4.2",
    "localhost:5000/shop:1.4.2",
    "[::1]:5000/shop:1.4.2",
    UNKNOWN_TEXT,
  ])("accepts %s", async (name) => {
    expect(await judge(imageDigest, image(name))).toEqual([]);
    expect(await judge(imageDigest, container(name))).toEqual([]);
  });

  it.each([
    "shop:1.4.2",
    "shop",
    "registry.example.com/shop:1.4.2",
    "10.0.0.1:5000/shop:1.4.2",
    "127.0.0.1.example.com/shop:1.4.2",
    "localhost.example.com/shop:1.4.2",
    `shop@${DIGEST.slice(0, -1)}`,
  ])("refuses %s", async (name) => {
    const message = `must be pinned by digest, got ${JSON.stringify(name)}. Add the digest (\`@sha256:…\`).`;
    expect(await judge(imageDigest, image(name))).toEqual([`name: ${message}`]);
    expect(await judge(imageDigest, container(name))).toEqual([`image: ${message}`]);
  });

  it("refuses an image without a name", async () => {
    expect(await judge(imageDigest, image(undefined))).toEqual([
      "name: must be pinned by digest, got nothing. Add the digest (`@sha256:…`).",
    ]);
  });

  it("leaves a container that runs an image by its id to the image's own judgement", async () => {
    expect(await judge(imageDigest, container(DIGEST))).toEqual([]);
  });

  it("does not apply to an image that has yet to be built", async () => {
    const built = { type: BUILT_IMAGE, props: { imageName: "shop:1.4.2" } };
    expect(await judge(imageDigest, built)).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
