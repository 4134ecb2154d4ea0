import { connectDocker } from "../../docker/connect.ts";
import { NO_LOGIN } from "../../docker/images/registry-login.ts";
import { resolveDigest, type ResolvedImage } from "../../docker/images/resolve-digest.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { signIn } from "./sign-in.ts";

/** An image with its digest, as the engine of a stack's host finds it; says where the registry could not be asked. */
export async function resolveImage(ref: StackRef, [host]: readonly StackHost[], image: string): Promise<ResolvedImage> {
  if (host === undefined) throw new InputError("tidegate:host: the stack has none. Name one.");
  const isNamed = parseImageReference(image)?.digest !== undefined;
  const resolved = await resolveDigest(
    connectDocker(host.address),
    image,
    isNamed ? NO_LOGIN : await signIn(ref, image),
  );
  if (resolved.registryGone !== undefined) {
    process.stderr.write(
      `note: the registry of ${image} is out of reach (${resolved.registryGone}). The engine got ${resolved.digest} from it under ` +
        "this name, and that is taken.\n",
    );
  }
  return resolved;
}
