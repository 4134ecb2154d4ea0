import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent } from "../../engine/events.ts";
import { InputError } from "../../model/errors.ts";
import { loadSettings } from "../../policy/settings.ts";

const FILE = "PulumiPolicy.yaml";

/**
 * The pack a run is judged by: the one named, else the project's own `policy` folder, else the one that the npm package
 * brings along; undefined for none. Its settings are read here already, because the Pulumi CLI says no more of a pack that
 * refuses them than that it ended.
 */
export function findPolicyPack(
  projectDir: string,
  wanted: string | false | undefined,
  bundled: string | undefined = bundledPack(),
): string | undefined {
  if (wanted === false) return undefined;
  const pack = locatePack(projectDir, wanted, bundled);
  if (pack !== undefined) loadSettings(projectDir);
  return pack;
}

function locatePack(projectDir: string, wanted: string | undefined, bundled: string | undefined): string | undefined {
  if (wanted === undefined) {
    const own = join(projectDir, "policy");
    return existsSync(join(own, FILE)) ? own : bundled;
  }
  const dir = resolve(wanted);
  if (existsSync(join(dir, FILE))) return dir;
  throw new InputError(`--policy-pack: must be a folder with a ${FILE}, got ${JSON.stringify(wanted)}. Correct it.`);
}

/** What a run without a pack is told; nothing where somebody asked for none. */
export function tellOfNoPack(pack: string | undefined, wanted: string | false | undefined): readonly EngineEvent[] {
  if (pack !== undefined || wanted === false) return [];
  const message =
    "No policies judge this: the project has no `policy` folder. Name a pack with `--policy-pack`, or say `--no-policy-pack`.";
  return [{ type: "diagnostic", severity: "info", message, ephemeral: false }];
}

/** In a checkout the pack is a folder of the project; only the compiled package has one of its own. */
function bundledPack(): string | undefined {
  if (!import.meta.filename.endsWith(".js")) return undefined;
  const pack = join(import.meta.dirname, "..", "..", "policy");
  return existsSync(join(pack, FILE)) ? pack : undefined;
}
