import { existsSync } from "node:fs";
import { join } from "node:path";
import { unlessMissing } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { folderContext, type BuildContext } from "../../docker/images/build-context.ts";
import { buildImage, CONTENT_LABEL } from "../../docker/images/build-image.ts";
import { contentHash } from "../../docker/images/content-hash.ts";
import { pushImage, splitTag } from "../../docker/images/push-image.ts";
import { loadImages, writeImage } from "../images/images-file.ts";
import type { CheckResult, SetupContext, Step } from "../step.ts";

/** What the registry may answer with for a single-platform image. */
const MANIFEST_TYPES =
  "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

export interface ImageRecipe {
  /** Key in .tidegate/images.json. */
  key: string;
  /** Folder below images/. */
  folder: string;
  /** Repository and tag below the registry: `tidegate/demo:1.0.0`. */
  name: string;
  /** What it is built from, where that is more than its folder; `root` is the repository's. */
  context?: (root: string, folder: string) => BuildContext;
  buildArguments?: Readonly<Record<string, string>>;
  /** A reference under which the engine must know it too, whatever the registry's port. */
  alias?: string;
}

/** An image of ours: built from its folder or more, pushed to the local registry, its digest written down. */
export function pushedImageStep(recipe: ImageRecipe): Step {
  const { key, name, buildArguments = {}, alias } = recipe;
  const reference = (context: SetupContext) => `127.0.0.1:${context.registryPort}/${name}`;
  const folder = (context: SetupContext) => join(context.root, "images", recipe.folder);
  const sources = (context: SetupContext) =>
    recipe.context?.(context.root, folder(context)) ?? folderContext(folder(context));
  const content = (context: SetupContext) => contentHash(sources(context), buildArguments);

  async function check(context: SetupContext): Promise<CheckResult> {
    const image = await unlessMissing(context.docker.getImage(reference(context)).inspect());
    if (image === undefined) return { ok: false, detail: "not built" };
    if (image.Config.Labels?.[CONTENT_LABEL] !== content(context)) {
      return {
        ok: false,
        detail: `${recipe.context === undefined ? `images/${recipe.folder}` : "what it is built from"} has changed since it was built`,
      };
    }
    if (alias !== undefined && (await unlessMissing(context.docker.getImage(alias).inspect()))?.Id !== image.Id) {
      return { ok: false, detail: `the engine does not know it as ${alias}` };
    }
    const digest = await registryDigest(context.registryPort, name);
    const recorded = loadImages(context.root)[key];
    if (digest === undefined) return { ok: false, detail: "not in the local registry" };
    if (!image.RepoDigests.includes(`${splitTag(reference(context)).repo}@${digest}`)) {
      return { ok: false, detail: "another one is in the local registry" };
    }
    if (recorded?.digest !== digest || recorded.reference !== reference(context)) {
      return { ok: false, detail: "its digest is not recorded in .tidegate/images.json" };
    }
    return { ok: true, detail: `${reference(context)} (${digest.slice(0, 19)})` };
  }

  async function ensure(context: SetupContext): Promise<void> {
    if (!existsSync(join(folder(context), "Dockerfile")))
      throw new InputError(`${folder(context)} has no Dockerfile. Check it out again.`);
    const tag = reference(context);
    const image = await unlessMissing(context.docker.getImage(tag).inspect());
    if (image?.Config.Labels?.[CONTENT_LABEL] !== content(context)) {
      const built = { context: sources(context), tag, content: content(context), buildArguments };
      await buildImage(context.docker, built);
    }
    if (alias !== undefined) await context.docker.getImage(tag).tag(splitTag(alias));
    const remedy = "Look at the registry's log (`docker logs tidegate-registry`) and run this again.";
    const digest = await pushImage(context.docker, tag, { remedy });
    writeImage(context.root, key, { reference: tag, digest });
  }

  return { name: `image ${name}`, check, ensure };
}

/** The digest under which the local registry knows a tag; undefined when it does not, or does not answer. */
async function registryDigest(port: number, name: string): Promise<string | undefined> {
  const [repository, tag] = name.split(":");
  const answer = await fetch(`http://127.0.0.1:${port}/v2/${repository}/manifests/${tag}`, {
    method: "HEAD",
    headers: { Accept: MANIFEST_TYPES },
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  return answer?.ok === true ? (answer.headers.get("docker-content-digest") ?? undefined) : undefined;
}
