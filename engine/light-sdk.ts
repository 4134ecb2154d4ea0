import { createRequire, Module } from "node:module";
import { UnsupportedError } from "../unsupported.ts";

/**
 * Leaves out of Pulumi's SDK what only serializing functions needs, which this engine does not support: it brings the
 * TypeScript compiler and a package manager with it, two thirds of the time the SDK takes to load. `sdk` is its package.json.
 */
export function lightenSdk(sdk: string): void {
  const serialize = () => {
    throw new UnsupportedError("the program", "serializing a function (a dynamic provider, for one)");
  };
  replaceModule(sdk, "./runtime/closure/createClosure", { createClosureInfoAsync: serialize });
  replaceModule(sdk, "./runtime/closure/codePaths", { computeCodePaths: serialize });
  // A debugger session; its V8 flags make every compile cache useless.
  replaceModule(sdk, "./runtime/closure/v8Hooks", {
    isInitializedAsync: () => Promise.resolve(),
    getSessionAsync: serialize,
    getScriptUrl: serialize,
  });
}

/** Puts `exports` in the place of a module of the SDK's. */
export function replaceModule(sdk: string, id: string, exports: unknown): void {
  const require = createRequire(sdk);
  const path = require.resolve(id);
  require.cache[path] = Object.assign(new Module(path), { exports, loaded: true, filename: path });
}
