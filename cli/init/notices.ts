import { loadSettings } from "../../policy/settings.ts";
import { isFromRegistry } from "../../policy/image-pattern.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { LookedInto } from "./look-into-image.ts";
import type { StackFileSpec } from "./render-stack-file.ts";

/** What whoever releases this image should know before the first `up`. */
export function noticesOf(spec: StackFileSpec, facts: LookedInto, projectDir: string): string[] {
  return [
    ...platformNotice(facts),
    ...userNotice(spec, facts),
    ...volumeNotice(facts),
    ...(facts.hasCommand ? [] : ["The image has no command of its own. Give the release one with `command`."]),
    ...registryNotice(spec, projectDir),
  ];
}

function platformNotice({ platform, enginePlatform }: LookedInto): string[] {
  if (platform === enginePlatform) return [];
  return [
    `The image is for ${platform}, and the engine runs ${enginePlatform}: it starts by emulation only, if at all. ` +
      `Build it with \`--platform ${enginePlatform}\`.`,
  ];
}

function userNotice({ user }: StackFileSpec, { user: own, numericUser }: LookedInto): string[] {
  if (numericUser !== undefined) return [];
  const whose = own === "" || own === "0" || own.startsWith("root") ? "runs as root" : `has no account ${own}`;
  return [
    `The image ${whose}, and nothing here does: it will run as ${user}. ` +
      "If it must own folders, name another `user`, or its folders in `writable`.",
  ];
}

function volumeNotice({ volumes }: LookedInto): string[] {
  if (volumes.length === 0) return [];
  return [
    `${volumes.join(", ")} of the image ${volumes.length === 1 ? "is a volume" : "are volumes"}, kept and shared by all ` +
      "containers of both colors. What two processes must not write at once belongs elsewhere.",
  ];
}

/** In dev such an image is only warned of. */
function registryNotice({ image, tier }: StackFileSpec, projectDir: string): string[] {
  const { registries } = loadSettings(projectDir);
  const parsed = parseImageReference(image);
  if (registries === undefined || parsed === undefined) return [];
  if (registries.some((pattern) => isFromRegistry(parsed, pattern))) return [];
  const consequence = tier === "dev" ? "the policies warn of it" : "the policies refuse it";
  const from = parsed.registry ?? "docker.io";
  return [
    `${from} is not among the \`registries\` of tidegate-policy.yaml: ${consequence}, until ${from} is added there.`,
  ];
}
