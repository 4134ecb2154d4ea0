import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { z } from "zod";
import { isNotFound } from "../../docker/connect.ts";
import { readEngineOutput } from "../../docker/images/engine-output.ts";
import { folderContext } from "../../docker/images/build-context.ts";
import { packContext } from "../../docker/images/pack-context.ts";
import { pushImage, splitTag } from "../../docker/images/push-image.ts";
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
  const reference = `${registryAddress()}/${name}:1`;
  await docker.getImage(demoImage(version)).tag(splitTag(reference));
  return await pushAndForget(docker, reference);
}

/** Takes the names that begin so, with their registry or without, away from the engine's images. */
export async function forgetImages(docker: Docker, name: string): Promise<void> {
  const images = await docker.listImages();
  const names = images.flatMap(({ RepoDigests, RepoTags }) => [...(RepoDigests ?? []), ...(RepoTags ?? [])]);
  for (const one of names.filter((each) => `/${each}`.includes(`/${name}`))) await forget(docker, one);
}

/** Takes a name away from an image; with its last tag an engine may drop its digest, too. */
async function forget(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getImage(name).remove();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * An image of the demo app with a version of its own, in a repository of its own in the local registry. The engine does not hold
 * it, and once it is pulled it has no parent there.
 */
export async function ownRelease(docker: Docker, name: string, version: string): Promise<string> {
  const reference = `${registryAddress()}/${name}:${version}`;
  const built = await docker.buildImage(packContext(folderContext(join(REPOSITORY, "images", "demo"))), {
    t: reference,
    networkmode: "host",
    buildargs: { VERSION: version },
  });
  await readEngineOutput(built, { what: `building ${reference}`, remedy: "Has set-up run?" });
  return await pushAndForget(docker, reference);
}

/** An image with nothing but a text in it, in the local registry; the engine holds it under tag and digest. */
export async function tinyImage(docker: Docker, name: string, tag: string): Promise<string> {
  const repo = `${registryAddress()}/${name}`;
  const archive = pack();
  archive.entry({ name: "version" }, `${name} ${tag}`);
  archive.finalize();
  const imported = await docker.importImage(Readable.from(archive), { repo, tag });
  await readEngineOutput(imported, { what: `importing ${repo}`, remedy: "Is the engine there?" });
  return `${repo}:${tag}@${await pushImage(docker, `${repo}:${tag}`, { remedy: "Is the local registry there?" })}`;
}

async function pushAndForget(docker: Docker, reference: string): Promise<string> {
  const digest = await pushImage(docker, reference, { remedy: "Is the local registry there?" });
  for (const one of [reference, `${splitTag(reference).repo}@${digest}`]) await forget(docker, one);
  return `${reference}@${digest}`;
}

/** Where set-up has its registry: 127.0.0.1:5000, or another port. */
export function registryAddress(): string {
  const demo = demoImage("v1");
  return demo.slice(0, demo.indexOf("/"));
}
