import { BUILDKIT_IMAGE, BUILT_IMAGE, CONTAINER, NETWORK, REMOTE_IMAGE, VOLUME } from "./resource-types.ts";

/** Inputs that the engine shows to whoever may ask it, whatever Pulumi thinks of them. */
const INSPECTABLE: Readonly<Record<string, RegExp>> = {
  [CONTAINER]: /^(?:envs|labels|command|entrypoints|healthcheck|logOpts|driverOpts|mounts|sysctls|hosts)(?:\.|$)/,
  [NETWORK]: /^(?:labels|options|ipamOptions)(?:\.|$)/,
  [VOLUME]: /^(?:labels|driverOpts)(?:\.|$)/,
  [BUILT_IMAGE]: /^build\.args(?:\.|$)/,
  [BUILDKIT_IMAGE]: /^(?:buildArgs|labels)(?:\.|$)/,
  [REMOTE_IMAGE]: /^build\.(?:buildArgs|labels?)(?:\.|$)/,
};

/** Types with such inputs. */
export const INSPECTABLE_TYPES: readonly string[] = Object.keys(INSPECTABLE);

/** Whether `docker inspect`, or `docker history` of an image, shows an input. */
export function isInspectable(type: string, path: string): boolean {
  return INSPECTABLE[type]?.test(path) === true;
}

/** Whether an input is a secret for Pulumi. One may be a whole object: everything below its path belongs to it. */
export function isWrapped(path: string, secretPaths: ReadonlySet<string>): boolean {
  const steps = path.split(".");
  return steps.some((_, index) => secretPaths.has(steps.slice(0, index + 1).join(".")));
}
