import { createRequire, Module } from "node:module";

/** Modules of Pulumi's SDK that only serializing functions needs, with the functions of theirs that others call. */
const ONLY_TO_SERIALIZE = {
  "./runtime/closure/createClosure": ["createClosureInfoAsync"],
  "./runtime/closure/codePaths": ["computeCodePaths"],
  // A debugger session; its V8 flags make every compile cache useless.
  "./runtime/closure/v8Hooks": ["getSessionAsync", "getScriptUrl"],
};

/**
 * Loads what Pulumi's SDK needs to serialize functions (for a dynamic provider, say) only when one is serialized: it brings
 * the TypeScript compiler and a package manager with it, two thirds of the time the SDK takes to load. `sdk` is its
 * package.json; what `beforeSerializing` throws refuses to serialize.
 */
export function lightenSdk(sdk: string, beforeSerializing: () => void = () => undefined): void {
  const require = createRequire(sdk);
  for (const [id, names] of Object.entries(ONLY_TO_SERIALIZE)) {
    const path = require.resolve(id);
    let real: Record<string, (...args: unknown[]) => unknown> | undefined;
    const load = () => {
      beforeSerializing();
      if (require.cache[path]?.exports === postponed) Reflect.deleteProperty(require.cache, path);
      return (real ??= require(path) as NonNullable<typeof real>); // functions of the SDK's
    };
    const postponed = {
      isInitializedAsync: () => Promise.resolve(),
      ...Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => load()[name]?.(...args)])),
    };
    replaceModule(sdk, id, postponed);
  }
}

/**
 * Takes a resource's stack trace as it is. The SDK maps each, which is dear, and stripped types leave every line where it
 * was. `sdk` is its package.json.
 */
export function keepStackTraces(sdk: string): void {
  replaceModule(sdk, "source-map-support/register", {});
}

/** Puts `exports` in the place of a module of the SDK's. */
function replaceModule(sdk: string, id: string, exports: unknown): void {
  const require = createRequire(sdk);
  const path = require.resolve(id);
  require.cache[path] = Object.assign(new Module(path), { exports, loaded: true, filename: path });
}
