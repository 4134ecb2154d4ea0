import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, REMOTE_IMAGE } from "../../../policy/resource-types.ts";
import { baseImageAllowlist } from "../../../policy/rules/base-image-allowlist.ts";
import { judge, UNKNOWN_LIST, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const settings = { baseImages: ["debian:*", "registry.example.com/base/*"] };
const LIST = "debian:*, registry.example.com/base/*";
const refusal = (got: string) =>
  `must start from a listed image (${LIST}), got ${got}. List it in tidegate-policy.yaml, or use another.`;

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "tidegate-policy-test-"));
  mkdirSync(join(project, "app"));
  vi.stubEnv("TIDEGATE_PROJECT_DIR", project);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true });
});

function judgeDockerfile(text: string, build: Record<string, unknown> = {}) {
  writeFileSync(join(project, "app", "Dockerfile"), text);
  return judge(baseImageAllowlist, { type: BUILT_IMAGE, props: { build: { context: "app", ...build } } }, { settings });
}

describe("base-image-allowlist", () => {
  it.each([
    ["a listed image", "FROM debian:trixie-slim"],
    ["the same in full", "FROM docker.io/library/debian:trixie-slim"],
    ["one below a listed folder", "FROM registry.example.com/base/node:24"],
    ["a stage of its own, by whatever case", "FROM debian:trixie AS Build\nFROM build\n"],
    ["nothing", "from scratch\n"],
    ["an image for a platform", "FROM --platform=$BUILDPLATFORM debian:trixie"],
    ["an argument's default", 'ARG BASE="debian:trixie"\nFROM $BASE'],
    ["a part of a name as an argument", "ARG TAG=trixie\nFROM debian:${TAG}"],
    ["a fallback of an argument", "ARG TAG\nFROM debian:${TAG:-trixie}"],
    ["an alternative of an argument", "ARG SLIM=yes\nFROM debian:trixie${SLIM:+-slim}"],
    ["a line that goes on", "FROM \\\n  # why\n  debian:trixie \\\n  AS build"],
    ["a word in a here-document", 'FROM debian:trixie\nRUN <<"SQL"\nFROM users\nSQL'],
    [
      "files of a stage, by name and by number",
      "FROM debian:1 AS a\nCOPY --from=a / /\nRUN --mount=type=bind,from=0 ls",
    ],
    ["an argument in another's default", "ARG V=trixie\nARG BASE=debian:${V}\nFROM ${BASE}"],
    ["a comment", "# FROM somebody/node\nFROM debian:trixie"],
  ])("accepts %s", async (_what, text) => {
    expect(await judgeDockerfile(text)).toEqual([]);
  });

  it.each([
    ["an image of somebody", "FROM somebody/node:24", '"somebody/node:24"'],
    ["a listed name elsewhere", "FROM other.com/library/debian:trixie", '"other.com/library/debian:trixie"'],
    ["a folder that only looks listed", "FROM registry.example.com/based/x:1", '"registry.example.com/based/x:1"'],
    ["an early stage", "FROM node:24 AS build\nFROM debian:trixie\nCOPY --from=build / /", '"node:24"'],
    ["a stage that comes later", "FROM build\nFROM debian:trixie AS build", '"build"'],
    ["an argument's default", "ARG BASE=node:24\nFROM ${BASE}", '"${BASE}"'],
    ["a line after a here-document", "FROM debian:trixie\nRUN <<A\nx\nA\nFROM node:24", '"node:24"'],
    ["files of an image of somebody", "FROM debian:1\nCOPY --from=evil/x:1 / /", '"evil/x:1"'],
    ["a mount of an image of somebody", "FROM debian:1\nRUN --mount=type=bind,from=evil/x:1 ls", '"evil/x:1"'],
    ["a line after what only looks like a here-document", "FROM debian:1\nRUN echo <<X\nFROM node:24", '"node:24"'],
    ["a line after a shift", "FROM debian:1\nRUN echo $((1<<COUNT))\nFROM node:24", '"node:24"'],
    ["a text that is no image", "FROM Not:An:Image", '"Not:An:Image"'],
  ])("refuses %s", async (_what, text, got) => {
    expect(await judgeDockerfile(text)).toEqual([`build.dockerfile: ${refusal(got)}`]);
  });

  it("takes an argument's value from the build before its default, and only from above the first stage", async () => {
    const text = "ARG BASE=debian:trixie\nFROM $BASE";
    expect(await judgeDockerfile(text, { args: { BASE: "node:24" } })).toEqual([
      `build.dockerfile: ${refusal('"$BASE"')}`,
    ]);
    expect(await judgeDockerfile("ARG BASE\nFROM $BASE", { args: { BASE: "debian:trixie" } })).toEqual([]);
    const late = "FROM debian:trixie AS one\nARG BASE=debian:trixie\nFROM $BASE";
    expect(await judgeDockerfile(late)).toEqual([
      'build.dockerfile: must start from an image that is known, got "$BASE". Give the argument a default, or set it in `build.args`.',
    ]);
  });

  it("judges what a preview knows, and waits for the rest", async () => {
    const text = "ARG BASE\nFROM $BASE AS build\nFROM node:24";
    for (const args of [UNKNOWN_OBJECT, { BASE: UNKNOWN_TEXT }]) {
      expect(await judgeDockerfile(text, { args })).toEqual([`build.dockerfile: ${refusal('"node:24"')}`]);
    }
    expect(await judgeDockerfile("FROM node:24", { dockerfile: UNKNOWN_TEXT })).toEqual([]);
    expect(await judgeDockerfile("FROM node:24", { context: UNKNOWN_TEXT })).toEqual([]);
    const built = { type: BUILT_IMAGE, props: { build: UNKNOWN_OBJECT } };
    expect(await judge(baseImageAllowlist, built, { settings })).toEqual([]);
  });

  it("reads the Dockerfile from the project's folder, or else from the context", async () => {
    writeFileSync(join(project, "Other.Dockerfile"), "FROM node:24");
    expect(await judgeDockerfile("FROM debian:trixie", { dockerfile: "Other.Dockerfile" })).toEqual([
      `build.dockerfile: ${refusal('"node:24"')}`,
    ]);
  });

  it("refuses what it cannot read", async () => {
    const message = (path: string) =>
      `build.dockerfile: cannot be read, so nobody knows what it starts from, got "${path}". Correct the path.`;
    expect(await judgeDockerfile("FROM debian:trixie", { dockerfile: "none" })).toEqual([message("none")]);
    const built = { type: BUILT_IMAGE, props: {} };
    expect(await judge(baseImageAllowlist, built, { settings })).toEqual([message("Dockerfile")]);
  });

  describe("of an image that BuildKit builds", () => {
    const judgeBuild = (props: Record<string, unknown>) =>
      judge(baseImageAllowlist, { type: BUILDKIT_IMAGE, props }, { settings });
    beforeEach(() => {
      writeFileSync(join(project, "app", "Dockerfile"), "ARG BASE=debian:trixie\nFROM $BASE");
      writeFileSync(join(project, "Other.Dockerfile"), "FROM node:24");
    });

    it("accepts a listed base: in the context's Dockerfile, in another, or in the inputs", async () => {
      expect(await judgeBuild({ context: { location: "app" } })).toEqual([]);
      expect(await judgeBuild({ dockerfile: { location: "app/Dockerfile" } })).toEqual([]);
      expect(await judgeBuild({ dockerfile: { inline: "FROM debian:trixie" } })).toEqual([]);
      const args = { buildArgs: { BASE: "debian:bookworm" }, context: { location: "app" } };
      expect(await judgeBuild(args)).toEqual([]);
    });

    it.each([
      [{ dockerfile: { location: "Other.Dockerfile" } }, "dockerfile.location", '"node:24"'],
      [{ dockerfile: { inline: "FROM node:24" } }, "dockerfile.inline", '"node:24"'],
      [{ context: { location: "app" }, buildArgs: { BASE: "node:24" } }, "dockerfile.location", '"$BASE"'],
    ])("refuses another base: %j", async (props, path, got) => {
      expect(await judgeBuild(props)).toEqual([`${path}: ${refusal(got)}`]);
    });

    it("refuses a base that it cannot know", async () => {
      expect(await judgeBuild({ dockerfile: { inline: "ARG BASE\nFROM $BASE" } })).toEqual([
        'dockerfile.inline: must start from an image that is known, got "$BASE". Give the argument a default, or set it in `buildArgs`.',
      ]);
      const unread = (path: string) =>
        `dockerfile.location: cannot be read, so nobody knows what it starts from, got "${path}". Correct the path.`;
      expect(await judgeBuild({})).toEqual([unread("Dockerfile")]);
      expect(await judgeBuild({ dockerfile: { location: "none" } })).toEqual([unread("none")]);
      const remote = "https://example.com/Dockerfile";
      expect(await judgeBuild({ dockerfile: { location: remote } })).toEqual([unread(remote)]);
    });

    it("waits for what a preview does not know", async () => {
      expect(await judgeBuild({ dockerfile: UNKNOWN_OBJECT })).toEqual([]);
      expect(await judgeBuild({ dockerfile: { location: UNKNOWN_TEXT } })).toEqual([]);
      expect(await judgeBuild({ dockerfile: { inline: UNKNOWN_TEXT } })).toEqual([]);
      expect(await judgeBuild({ context: UNKNOWN_OBJECT })).toEqual([]);
      expect(await judgeBuild({ context: { location: UNKNOWN_TEXT } })).toEqual([]);
      expect(await judgeBuild({ context: { location: "app" }, buildArgs: UNKNOWN_OBJECT })).toEqual([]);
    });
  });

  it("judges a container's label that names the base", async () => {
    const container = (labels: unknown) => ({ type: CONTAINER, props: { labels } });
    const label = "org.opencontainers.image.base.name";
    const judgeLabel = (labels: unknown) => judge(baseImageAllowlist, container(labels), { settings });
    expect(await judgeLabel([{ label, value: "debian:trixie" }])).toEqual([]);
    expect(await judgeLabel([{ label, value: "node:24" }])).toEqual([`labels.0.value: ${refusal('"node:24"')}`]);
    expect(await judgeLabel([{ label, value: UNKNOWN_TEXT }])).toEqual([]);
    expect(await judgeLabel(UNKNOWN_LIST)).toEqual([]);
    expect(await judgeLabel([])).toEqual({ notApplicable: `It has no label ${label}` });
  });

  it("does not apply without a list, nor to anything else", async () => {
    expect(await judge(baseImageAllowlist, { type: BUILT_IMAGE, props: {} })).toEqual({
      notApplicable: "tidegate-policy.yaml lists no `baseImages`",
    });
    expect(await judge(baseImageAllowlist, { type: REMOTE_IMAGE, props: {} }, { settings })).toEqual({
      notApplicable: "Judges resources of other types",
    });
  });
});
