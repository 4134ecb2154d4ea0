import { z } from "zod";
import { connectDocker } from "../../docker/connect.ts";
import { pushImage, splitTag } from "../../docker/images/push-image.ts";
import { registryLogin } from "../../docker/images/registry-login.ts";
import { InputError } from "../../model/errors.ts";
import { imageReferenceProblem, parseImageReference } from "../../model/image-reference.ts";
import { buildOwnImage } from "../own-image/build-own-image.ts";
import { engineAddress, type OwnImageOptions } from "../own-image/engine-address.ts";
import { OWN_IMAGES, type OwnImage } from "../own-image/own-images.ts";
import { defineResult } from "../result/result.ts";

const shapeOf = (name: OwnImage["name"]) => ({
  host: z.string().describe("Engine that pushed it."),
  image: z.string().describe(`Its reference by digest, for \`tidegate:${name}.image\`.`),
  digest: z.string(),
  built: z.boolean().describe("False where the engine had it already."),
});

export const imagePushResults = {
  edge: defineResult("edge push", shapeOf("edge")),
  agent: defineResult("agent push", shapeOf("agent")),
};

/**
 * Builds an image of ours and pushes it to a registry, as whoever is signed in there by `docker login`. Prints the reference by
 * digest, which is what `tidegate:<name>.image` is to be.
 */
export async function imagePush(name: OwnImage["name"], repository: string, options: OwnImageOptions): Promise<void> {
  const own = OWN_IMAGES[name];
  const target = targetOf(repository, own);
  const host = engineAddress(own, options);
  const docker = connectDocker(host);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const login = await registryLogin(target.registry);
  const built = await buildOwnImage(docker, own, note);
  await docker.getImage(own.reference).tag(splitTag(target.reference));
  note(`pushing ${target.reference}`);
  const remedy = `Check its name and that the engine reaches the registry; to sign in: \`docker login ${target.registry ?? ""}`;
  const digest = await pushImage(docker, target.reference, { remedy: `${remedy.trimEnd()}\`.`, login });
  const image = `${target.reference}@${digest}`;
  if (options.json) {
    imagePushResults[name].print({ host, image, digest, built });
    return;
  }
  process.stdout.write(`${image}\n`);
  note(`Next: \`tidegate config set --path tidegate:${name}.image ${image} -s STACK\``);
}

/** With the image's version as its tag, where none is given. */
function targetOf(repository: string, { version }: OwnImage): { registry: string | undefined; reference: string } {
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
  const reference = image.tag === undefined ? `${repository}:${version}` : repository;
  return { registry: image.registry, reference };
}
