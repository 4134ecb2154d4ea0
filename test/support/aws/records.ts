import { COLORS, type Color } from "../../../model/color.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import { releaseSchema, type SealedRelease } from "../../../model/release.ts";

/** A release that has served, as {@link Account.createPool} tags it when it is told nothing else. */
export function sealedOnAws(version: string): SealedRelease {
  const release = releaseSchema.parse({ version, image: `registry.example.com/shop:${version}` });
  return { release, secretVolume: null, hash: `hash-${version}` };
}

/** What is remembered of a service that has been switched seven times. */
export function recordOf(
  service: string,
  active: Color | null,
  versions: Partial<Record<Color, string>>,
  more: Partial<EdgeRecord> = {},
): EdgeRecord {
  const [blue, green] = COLORS.map((color) => versions[color]).map((version) =>
    version === undefined ? null : sealedOnAws(version),
  );
  return {
    ...{ service, active, generation: 7, config: null },
    sealed: { blue: blue ?? null, green: green ?? null },
    ...more,
  };
}
