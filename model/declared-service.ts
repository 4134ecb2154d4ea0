import { z } from "zod";
import { isJsonObject, mergeJson } from "./merge-json.ts";
import { presetNamed, presetRelease, presetSchema } from "./presets.ts";
import { releaseSchema, releaseSettingsSchema } from "./release.ts";
import { serviceSchema } from "./service.ts";

/** One color as a stack file declares it: version, image, and whatever it has otherwise than the shared `release`. */
export const declaredColorSchema = releaseSchema;

/**
 * A service as a stack file declares it: what both colors have in common stands once, under `release`. Used to judge
 * what the user wrote, at the place where it was written; `mergeRelease` makes the complete service of it.
 */
export const declaredServiceSchema = z.strictObject({
  ...serviceSchema.shape,
  preset: presetSchema
    .optional()
    .describe(
      "What is usual for a framework, under whatever this service declares itself: health path, port, smoke requests, log, start " +
        "time. docs/presets.md has each of them.",
    ),
  release: releaseSettingsSchema
    .prefault({})
    .describe("The rest of a release, for both colors; a color may override any key, lists as a whole."),
  blue: declaredColorSchema.optional().describe("The release of the blue pool; without it the pool is empty."),
  green: declaredColorSchema.optional().describe("The release of the green pool; without it the pool is empty."),
});

type Json = Record<string, unknown>;

/**
 * The text of a complete service: `release` laid under each color, and the preset under that. Objects merge key by key (`environment`, `health`,
 * `limits`), lists and plain values of the color win as a whole. Works on what the user wrote, before any default.
 */
export function mergeRelease(declared: Json): Json {
  const { release, preset: name, ...service } = declared;
  const preset = presetNamed(name);
  const merged: Json = { ...service };
  if (preset !== undefined) merged["gate"] = mergeJson(preset.gate, service["gate"] ?? {});
  for (const color of ["blue", "green"]) {
    if (!isJsonObject(service[color])) continue;
    const whole = mergeJson(release ?? {}, service[color]);
    merged[color] =
      preset === undefined || !isJsonObject(whole) ? whole : mergeJson(presetRelease(preset, whole), whole);
  }
  return merged;
}
