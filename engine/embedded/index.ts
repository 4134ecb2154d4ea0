import type { Engine, StackRef } from "../engine.ts";
import { EmbeddedEngine } from "./embedded-engine.ts";
import type { PackageFactory } from "./provider.ts";

/** Whether it has providers for a package, by the first part of a type token. */
export async function embeddedKnows(name: string): Promise<boolean> {
  return Object.hasOwn((await import("./providers/index.ts")).packages, name);
}

/** The engine that needs no Pulumi installation. `options.packages` replaces its providers, for tests. */
export async function createEmbeddedEngine(
  ref: StackRef,
  options: { packages?: Readonly<Record<string, PackageFactory>> } = {},
): Promise<Engine> {
  const { packages } = options;
  const load = async () => packages ?? (await import("./providers/index.ts")).packages;
  return Promise.resolve(new EmbeddedEngine(ref, load));
}
