import { posix } from "node:path";
import { inputOf, type JudgedInput } from "./judged-input.ts";
import { VOLUME } from "./resource-types.ts";
import type { JudgedResource } from "./rule.ts";

/** A place of the host that a container can reach through a mount. */
export interface HostPath {
  input: JudgedInput;
  /** Absolute and as short as can be: no `..`, no doubled or trailing slash, `/run` for `/var/run`. */
  path: string;
}

/**
 * Every host path among the mounts of a container, or behind a volume. Anything that starts with `/` is one, whatever input
 * it stands in: the engine takes it for a path in the place of a volume's name, too.
 */
export function hostPathsOf(resource: JudgedResource): HostPath[] {
  return mountInputs(resource).flatMap((input) =>
    textsOf(input)
      .filter((text) => text.startsWith("/"))
      .map((text) => ({ input, path: shorten(text) })),
  );
}

/** Whether a path is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function mountInputs(resource: JudgedResource): JudgedInput[] {
  if (resource.type === VOLUME) return driverInputs(inputOf(resource, "driverOpts"));
  const mounts = inputOf(resource, "mounts").items();
  const volumes = inputOf(resource, "volumes").items();
  return [
    ...mounts.flatMap((mount) => [mount.at("source"), ...driverInputs(mount.at("volumeOptions").at("driverOptions"))]),
    ...volumes.flatMap((volume) => [volume.at("hostPath"), volume.at("volumeName")]),
  ];
}

/** What a volume's driver is told to mount: a device or folder, and options that may name the layers of an overlay. */
function driverInputs(options: JudgedInput): JudgedInput[] {
  return [options.at("device"), options.at("o")];
}

function textsOf({ path, text = "" }: JudgedInput): string[] {
  return path.endsWith(".o") ? text.split(/[,=:]/) : [text];
}

function shorten(path: string): string {
  const normal = posix.normalize(path.replace(/^\/+/, "/")).replace(/(.)\/$/, "$1");
  return isWithin(normal, "/var/run") ? normal.slice("/var".length) : normal;
}
