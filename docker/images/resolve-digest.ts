import type Docker from "dockerode";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { spokenBy, statusOf, unlessMissing } from "../connect.ts";
import { digestNamed, withDigest } from "./named-build.ts";
import type { RegistryLogin } from "./registry-login.ts";

/** The build that an image's name stands for. */
export interface ResolvedImage {
  /** The name with its digest; without `latest`, which says nothing beside one. */
  reference: string;
  digest: string;
  /** Why the engine's own memory had to do; undefined where the registry has answered, or the name has the digest. */
  registryGone?: string;
}

/** Answers of a registry's own, which asking again or elsewhere does not change. */
const REFUSALS: readonly number[] = [400, 401, 403, 404];

const distributionSchema = z.object({ Descriptor: z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }) });

/**
 * Asks the registry which build a tag names now, through the engine that will pull it. Where the registry is out of reach, what
 * the engine once got from it under this very name is proof enough. Throws an InputError where the name has neither tag nor
 * digest, where the registry does not give the image, and where it is gone and nothing else proves the digest.
 */
export async function resolveDigest(docker: Docker, image: string, login: RegistryLogin): Promise<ResolvedImage> {
  const named = digestNamed(image);
  if (named !== null) return { reference: image, digest: named };
  try {
    const answer: unknown = await docker.getImage(image).distribution({ authconfig: login });
    const { digest } = distributionSchema.parse(answer).Descriptor;
    return { reference: withDigest(image, digest), digest };
  } catch (error) {
    if (error instanceof InputError) throw error; // the engine itself is out of reach
    const status = statusOf(error);
    if (status === undefined) throw error;
    if (REFUSALS.includes(status)) throw notThere(image, spokenBy(error), error);
    return await remembered(docker, image, spokenBy(error), error);
  }
}

/** What the engine has under this name, with the digest that it came with. */
async function remembered(docker: Docker, image: string, why: string, cause: unknown): Promise<ResolvedImage> {
  const repository = image.slice(0, image.lastIndexOf(":"));
  const info = await unlessMissing(docker.getImage(image).inspect());
  const known = (info?.RepoDigests ?? []).filter((name) => name.startsWith(`${repository}@`));
  const digest = known[0]?.slice(repository.length + 1);
  if (digest === undefined || known.length > 1) {
    throw new InputError(
      `--image: the registry of ${image} is out of reach, and nothing else proves which build this is: ${why}. ` +
        "Name it with its digest (`@sha256:…`), or run again when the registry answers.",
      { cause },
    );
  }
  return { reference: withDigest(image, digest), digest, registryGone: why };
}

function notThere(image: string, said: string, cause: unknown): InputError {
  return new InputError(
    `--image: the registry does not give ${image}: ${said}. Correct its name, push it, or sign in (\`docker login\`, ` +
      "`tidegate:registries`).",
    { cause },
  );
}
