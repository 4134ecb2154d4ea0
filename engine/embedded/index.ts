import type { Engine, StackRef } from "../engine.ts";
import { EmbeddedEngine } from "./embedded-engine.ts";
import type { PackageFactory } from "./provider.ts";

/** The engine that needs no Pulumi installation. `options.packages` replaces its providers, for tests. */
export async function createEmbeddedEngine(
  ref: StackRef,
  options: { packages?: Readonly<Record<string, PackageFactory>> } = {},
): Promise<Engine> {
  const { packages } = options;
  const load = async () => packages ?? (await import("./providers/index.ts")).packages;
  return Promise.resolve(new EmbeddedEngine(ref, load));
}
