import type { ImageInspectInfo } from "dockerode";
import { isNotFound } from "../../../../docker/connect.ts";
import type { PlainObject, ResourceProvider } from "../../provider.ts";
import { flag, requiredText, text } from "../schema/access.ts";
import { checkInputs } from "../schema/check.ts";
import { diffInputs } from "../schema/diff.ts";
import { boolean, map, set, string, type ResourceTable } from "../schema/property.ts";
import type { Daemon } from "./daemon.ts";
import { daemonError } from "./daemon-error.ts";
import { ensureImage, inspectImage } from "./pull.ts";

export const remoteImageTable: ResourceTable = {
  type: "docker:index/remoteImage:RemoteImage",
  deleteBeforeReplace: false,
  properties: {
    name: { kind: string(), change: "replaces", read: "no", required: true },
    keepLocally: {
      kind: boolean,
      change: "in place",
      read: "no",
      note: "true: deleting the resource leaves the image",
    },
    forceRemove: { kind: boolean, change: "in place", read: "no" },
    platform: { kind: string(), change: "replaces", read: "no" },
    pullTriggers: { kind: set(), change: "replaces", read: "no" },
    triggers: { kind: map, change: "replaces", read: "no" },
  },
};

/** An image on the engine: looked for there first, pulled only when it is missing. */
export function remoteImageProvider(daemon: Daemon): ResourceProvider {
  const { type, properties, deleteBeforeReplace } = remoteImageTable;
  return {
    type,
    secretOutputs: [],
    check: (inputs) => checkInputs(type, properties, inputs),
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace }),
    async create(inputs, context) {
      const name = requiredText(inputs, "name");
      const image = await ensureImage(daemon, name, text(inputs, "platform"), context);
      return { id: image.Id + name, outputs: { ...inputs, ...readImage(name, image) } };
    },
    async read(existing) {
      const name = requiredText(existing.outputs, "name");
      const image = await inspectImage(daemon, name);
      if (image === undefined) return null;
      return { inputs: existing.inputs, outputs: { ...existing.outputs, ...readImage(name, image) } };
    },
    async update(existing, news, context) {
      const name = requiredText(news, "name");
      const image = await ensureImage(daemon, name, text(news, "platform"), context);
      return { ...news, ...readImage(name, image) };
    },
    async delete(existing) {
      if (flag(existing.outputs, "keepLocally")) return;
      const name = requiredText(existing.outputs, "name");
      try {
        await daemon.docker.getImage(name).remove({ force: flag(existing.outputs, "forceRemove") });
      } catch (error) {
        if (!isNotFound(error)) throw daemonError(daemon, `removing the image ${name}`, error);
      }
    },
  };
}

function readImage(name: string, image: ImageInspectInfo): PlainObject {
  return { imageId: image.Id, repoDigest: repoDigest(name, image.RepoDigests ?? []) };
}

/** The digest under the name's own repository, where the engine knows the image from several. */
function repoDigest(name: string, digests: readonly string[]): string {
  const repository = name.replace(/[@].*$/, "").replace(/:[^/:]*$/, "");
  return digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? "";
}
