import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { isNotFound } from "../../docker/connect.ts";
import { readEngineOutput } from "../../docker/images/engine-output.ts";
import { REPOSITORY } from "./repository.ts";

const imageSchema = z.looseObject({ reference: z.string(), digest: z.string() });
const imagesSchema = z.record(z.string(), imageSchema);

export type DemoVersion = keyof typeof VERSIONS;

/** What the demo app answers in `X-Version`, by image. */
export const VERSIONS = { v1: "1.0.0", v2: "2.0.0", v3: "3.0.0", v4: "4.0.0" } as const;

/** Reference with digest of a demo image, as set-up recorded it; throws when set-up has not run. */
export function demoImage(version: DemoVersion): string {
  return setUpImage(version);
}

/** Reference with digest of an image that set-up has built, by its key; throws when set-up has not run. */
export function setUpImage(key: string): string {
  const images = imagesSchema.parse(JSON.parse(readFileSync(join(REPOSITORY, ".tidegate", "images.json"), "utf8")));
  const image = images[key];
  if (image === undefined) throw new Error(`no image ${key}: run \`npm test\`, which sets up what is missing`);
  const { reference, digest } = image;
  return reference.includes("@") ? reference : `${reference}@${digest}`;
}

/** A demo image under a name of its own in the local registry: the engine does not hold it and has to pull it. */
export async function unpulledImage(docker: Docker, version: DemoVersion, name: string): Promise<string> {
  const demo = demoImage(version);
  const repo = `${demo.slice(0, demo.indexOf("/"))}/${name}`;
  await docker.getImage(demo).tag({ repo, tag: "1" });
  const pushed = await readEngineOutput(await docker.getImage(`${repo}:1`).push({ authconfig: {} }), {
    what: `pushing ${repo}:1`,
    remedy: "Is the local registry there?",
  });
  const digest = pushed.find(({ aux }) => aux?.Digest !== undefined)?.aux?.Digest;
  for (const name of [`${repo}:1`, `${repo}@${digest}`]) await forget(docker, name);
  return `${repo}:1@${digest}`;
}

/** Takes the names that begin so away from the engine's images. */
export async function forgetImages(docker: Docker, name: string): Promise<void> {
  const images = await docker.listImages();
  const names = images.flatMap(({ RepoDigests, RepoTags }) => [...(RepoDigests ?? []), ...(RepoTags ?? [])]);
  for (const one of names.filter((each) => each.includes(`/${name}`))) await forget(docker, one);
}

/** Takes a name away from an image; with its last tag an engine may drop its digest, too. */
async function forget(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getImage(name).remove();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
