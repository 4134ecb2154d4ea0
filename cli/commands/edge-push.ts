import { z } from "zod";
import { connectDocker } from "../../docker/connect.ts";
import { pushImage, splitTag } from "../../docker/images/push-image.ts";
import { registryLogin } from "../../docker/images/registry-login.ts";
import { EDGE_IMAGE, EDGE_IMAGE_VERSION } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { imageReferenceProblem, parseImageReference } from "../../model/image-reference.ts";
import { buildEdgeImage } from "../edge-image/build-edge-image.ts";
import { engineAddress, type EdgeImageOptions } from "../edge-image/engine-address.ts";
import { defineResult } from "../result/result.ts";

export const edgePushResult = defineResult("edge push", {
  host: z.string().describe("Engine that pushed it."),
  image: z.string().describe("Its reference by digest, for `tidegate:edge.image`."),
  digest: z.string(),
  built: z.boolean().describe("False where the engine had it already."),
});

/**
 * Builds the edge's image and pushes it to a registry, as whoever is signed in there by `docker login`. Prints the reference
 * by digest, which is what `tidegate:edge.image` is to be.
 */
export async function edgePush(repository: string, options: EdgeImageOptions): Promise<void> {
  const target = targetOf(repository);
  const host = engineAddress(options);
  const docker = connectDocker(host);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const login = await registryLogin(target.registry);
  const built = await buildEdgeImage(docker, note);
  await docker.getImage(EDGE_IMAGE).tag(splitTag(target.reference));
  note(`pushing ${target.reference}`);
  const remedy = `Check its name and that the engine reaches the registry; to sign in: \`docker login ${target.registry ?? ""}`;
  const digest = await pushImage(docker, target.reference, { remedy: `${remedy.trimEnd()}\`.`, login });
  const image = `${target.reference}@${digest}`;
  if (options.json) {
    edgePushResult.print({ host, image, digest, built });
    return;
  }
  process.stdout.write(`${image}\n`);
  note(`Next: \`tidegate config set --path tidegate:edge.image ${image} -s STACK\``);
}

/** With the version of the edge as its tag, where none is given. */
function targetOf(repository: string): { registry: string | undefined; reference: string } {
  const image = parseImageReference(repository);
  if (image === undefined) {
    const [wrong, remedy] = imageReferenceProblem(repository).split("|");
    throw new InputError(`REPOSITORY: ${wrong}, got ${JSON.stringify(repository)}. ${remedy}`);
  }
  if (image.digest !== undefined) {
    throw new InputError(
      `REPOSITORY: must have no digest, which the registry gives, got ${JSON.stringify(repository)}. Leave it out.`,
    );
  }
  const reference = image.tag === undefined ? `${repository}:${EDGE_IMAGE_VERSION}` : repository;
  return { registry: image.registry, reference };
}
