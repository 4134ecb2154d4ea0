import { otherColor, type Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { Observed } from "../../model/observed.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { servingColors } from "../../plan/serving-colors.ts";

/** A build that somebody wants to serve. */
export interface WantedRelease {
  service: string;
  /** Reference with its digest. */
  image: string;
  /** Undefined leaves the name to the image. */
  version: string | undefined;
}

/** Where a release goes, and as what. */
export interface ReleaseTarget {
  from: Color | null;
  to: Color;
  version: string;
  image: string;
}

/** Digests that the host's engine knows of the image which a color's containers run, for images named by a tag alone. */
export type RunningDigests = Readonly<Partial<Record<Color, readonly string[]>>>;

/**
 * The color that does not serve, whatever the file says; null where this very build serves already, under the name that is
 * wanted. What the idle color has served with keeps the name and the reference that it is sealed with. `declared`: what the file says of
 * the service, of which one that has never served takes the active color; where it has another version end a canary, the color of that
 * is free. Throws an InputError where the edge has forgotten what serves, and where a canary is under way that nothing ends.
 */
export function chooseTarget(
  wanted: WantedRelease,
  observed: Observed,
  declared: Pick<ServiceSpec, "activeColor" | "canary">,
  running: RunningDigests = {},
): ReleaseTarget | null {
  const { service, image, version } = wanted;
  const record = recordOf(observed.hosts, service);
  if (record?.active == null) {
    if (servingColors(observed.hosts, service).length > 0) {
      throw new InputError(
        `${service}: the edge does not remember which color serves. Run \`tidegate up -s ${observed.stack}\` first, which repairs that.`,
      );
    }
    return { from: null, to: declared.activeColor, version: version ?? defaultVersion(image), image };
  }
  const { active: from, sealed, canary } = record;
  const isSealed = (color: Color) => {
    const release = sealed[color]?.release;
    return release !== undefined && isBuild(release, running[color], wanted) ? release : undefined;
  };
  if (isSealed(from) !== undefined) return null;
  if (canary !== undefined && declared.canary?.onNewVersion === "abort" && isSealed(canary.from) === undefined) {
    return { from: canary.from, to: from, version: version ?? defaultVersion(image), image };
  }
  if (canary !== undefined) {
    throw new InputError(
      `${service}: a canary of version ${JSON.stringify(sealed[from]?.release.version)} is under way, and both colors serve. End it ` +
        `first: \`tidegate canary abort ${service} -s ${observed.stack}\`, or \`canary promote\`.`,
    );
  }
  const to = otherColor(from);
  const known = isSealed(to);
  return { from, to, version: known?.version ?? version ?? defaultVersion(image), image: known?.image ?? image };
}

function isBuild(
  release: { version: string; image: string },
  running: readonly string[] = [],
  { image, version }: WantedRelease,
): boolean {
  const named = parseImageReference(release.image)?.digest;
  const digest = parseImageReference(image)?.digest ?? "";
  const isSame = named === undefined ? running.includes(digest) : named === digest;
  return isSame && (version === undefined || version === release.version);
}

const SHORT = 12;

/** The tag where it names a version, which has a number in it; else the first of the digest. */
export function defaultVersion(image: string): string {
  const { tag, digest } = parseImageReference(image) ?? {};
  if (tag !== undefined && /^[\w.+-]{1,64}$/.test(tag) && /\d/.test(tag)) return tag;
  return `sha-${(digest ?? "").slice("sha256:".length, "sha256:".length + SHORT)}`;
}
