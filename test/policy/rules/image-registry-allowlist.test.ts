import { describe, expect, it } from "vitest";
import { CONTAINER, REMOTE_IMAGE, VOLUME } from "../../../policy/resource-types.ts";
import { imageRegistryAllowlist } from "../../../policy/rules/image-registry-allowlist.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const image = (name: string | undefined) => ({ type: REMOTE_IMAGE, props: { name } });
const judgeWith = (name: string | undefined, ...registries: string[]) =>
  judge(imageRegistryAllowlist, image(name), { settings: { registries } });
const refusal = (got: string, list: string) =>
  `name: must come from a listed registry (${list}), got ${got}. Push it there, or list its registry in tidegate-policy.yaml.`;

describe("image-registry-allowlist", () => {
  it.each([
    ["registry.example.com/shop:1", "registry.example.com"],
    ["registry.example.com/team/shop:1", "registry.example.com/team"],
    ["registry.example.com/team/shop:1", "registry.example.com/team/"],
    ["registry.example.com/team/shop:1", "registry.example.com/team/shop"],
    ["registry.example.com/team-a/shop:1", "registry.example.com/team-*"],
    ["eu.example.com/shop:1", "*.example.com"],
    ["Registry.Example.com/shop:1", "registry.example.com"],
    ["127.0.0.1:5000/shop:1", "127.0.0.1:5000"],
    ["127.0.0.1:5000/shop:1", "127.0.0.1:*"],
    ["debian:trixie", "docker.io"],
    ["debian:trixie", "docker.io/library"],
    ["team/shop:1", "docker.io/team"],
    ["index.docker.io/debian:trixie", "docker.io/library"],
    [UNKNOWN_TEXT, "registry.example.com"],
  ])("accepts %s from %s", async (name, registry) => {
    expect(await judgeWith(name, "other.example.com", registry)).toEqual([]);
  });

  it.each([
    ["other.example.com/shop:1", "registry.example.com"],
    ["registry.example.com:5000/shop:1", "registry.example.com"],
    ["registry.example.com.other.com/shop:1", "registry.example.com"],
    ["registry.example.com/team-b/shop:1", "registry.example.com/team"],
    ["other.com/a.example.com/shop:1", "*.example.com"],
    ["debian:trixie", "docker.io/team"],
    ["team/shop:1", "docker.io/library"],
    ["shop:1", "shop"],
    ["Not An Image", "*"],
  ])("refuses %s where only %s is listed", async (name, registry) => {
    expect(await judgeWith(name, registry)).toEqual([refusal(JSON.stringify(name), registry)]);
  });

  it("names every listed registry, also for an image without a name", async () => {
    expect(await judgeWith(undefined, "a.example.com", "b.example.com")).toEqual([
      refusal("nothing", "a.example.com, b.example.com"),
    ]);
  });

  it("judges a container that names its image, and not one that runs an id", async () => {
    const settings = { registries: ["registry.example.com"] };
    const container = (name: string) => ({ type: CONTAINER, props: { image: name } });
    expect(await judge(imageRegistryAllowlist, container("shop:1"), { settings })).toEqual([
      refusal('"shop:1"', "registry.example.com").replace("name:", "image:"),
    ]);
    expect(await judge(imageRegistryAllowlist, container(DIGEST), { settings })).toEqual([]);
  });

  it("does not apply without a list, nor to anything else", async () => {
    expect(await judge(imageRegistryAllowlist, image("shop:1"))).toEqual({
      notApplicable: "tidegate-policy.yaml lists no `registries`",
    });
    expect(await judge(imageRegistryAllowlist, { type: VOLUME, props: { name: "shop" } })).toEqual({
      notApplicable: "Judges resources of other types",
    });
  });
});
