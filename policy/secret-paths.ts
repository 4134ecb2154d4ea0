/** Inputs of a container that `docker inspect` shows to whoever may ask the engine, whatever Pulumi thinks of them. */
const INSPECTABLE = /^(?:envs|labels|command|entrypoints|healthcheck|logOpts|driverOpts|mounts|sysctls|hosts)(?:\.|$)/;

export function isInspectable(path: string): boolean {
  return INSPECTABLE.test(path);
}

/** Whether an input is a secret for Pulumi. One may be a whole object: everything below its path belongs to it. */
export function isWrapped(path: string, secretPaths: ReadonlySet<string>): boolean {
  const steps = path.split(".");
  return steps.some((_, index) => secretPaths.has(steps.slice(0, index + 1).join(".")));
}
