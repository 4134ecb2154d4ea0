import type { ImageReference } from "../model/image-reference.ts";
import { matchesGlob } from "../model/glob.ts";

const HUB = "docker.io";
const HUB_NAMES = [HUB, "index.docker.io", "registry-1.docker.io"];

/**
 * Whether an image lies in a registry, given as `host`, `host:port` or `host/path`. A `*` in the host stays in the host, so
 * that no path can look like one.
 */
export function isFromRegistry(image: ImageReference, pattern: string): boolean {
  const { registry, repository } = expand(image);
  const [host = "", ...folders] = pattern.split("/").filter((part) => part !== "");
  if (!matchesGlob(host.toLowerCase(), registry)) return false;
  const path = folders.join("/");
  return path === "" || matchesGlob(path, repository) || matchesGlob(`${path}/*`, repository);
}

/** Whether an image is one of a pattern: `debian:*`, `registry.example.com/base/*`. Without a tag it stands for every tag. */
export function isImage(image: ImageReference, pattern: string): boolean {
  const { registry, repository } = expand(image);
  const wanted = readPattern(pattern);
  const tag = image.tag === undefined ? "" : `:${image.tag}`;
  const digest = image.digest === undefined ? "" : `@${image.digest}`;
  const spellings = [repository, repository + tag, repository + digest, repository + tag + digest];
  return (
    matchesGlob(wanted.registry, registry) && spellings.some((spelling) => matchesGlob(wanted.repository, spelling))
  );
}

/** What Docker makes of its shorthand: `debian` is `docker.io/library/debian`. */
function expand({ registry = HUB, repository }: ImageReference): { registry: string; repository: string } {
  const name = registry.toLowerCase();
  if (!HUB_NAMES.includes(name)) return { registry: name, repository };
  return { registry: HUB, repository: repository.includes("/") ? repository : `library/${repository}` };
}

function readPattern(pattern: string): { registry: string; repository: string } {
  const slash = pattern.indexOf("/");
  const first = pattern.slice(0, Math.max(slash, 0));
  const isHost = /[.:*[]/.test(first) || first === "localhost";
  return expand(isHost ? { registry: first, repository: pattern.slice(slash + 1) } : { repository: pattern });
}
