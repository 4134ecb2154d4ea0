import type { EdgeMemories } from "../../edge/remembered-images.ts";
import type { RememberedRelease } from "../../edge/proxy.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import type { ImageUses, Mention, ServiceImages } from "./image-fates.ts";

/** A release that a stack's file declares. */
export interface DeclaredRelease extends RememberedRelease {
  /** `Pulumi.prod.yaml`. */
  file: string;
  /** Whether that is the file of the stack that is pruned. */
  isOwn: boolean;
}

/** All that is known of who needs which image. */
export interface Known {
  /** Id of the stack's environment; null where it has none. */
  environment: string | null;
  edges: readonly EdgeMemories[];
  declared: readonly DeclaredRelease[];
  /** References that the stack's state has. */
  recorded: readonly string[];
  /** What could not be read, a sentence each. */
  unread: readonly string[];
  /** By service: references of the images that have served and were verified, newest first. */
  verified: ReadonlyMap<string, readonly string[]>;
}

/** Brings what is known of who needs an image into the form that decides. */
export function gatherUses({
  environment,
  edges,
  declared,
  recorded,
  unread,
  verified,
}: Known): Omit<ImageUses, "containers" | "keep"> {
  const remembered = edges.flatMap(({ owner, releases }) => (releases ?? []).map((release) => ({ owner, release })));
  const own = edges.filter((edge) => environment !== null && edge.environment === environment);
  const ownReleases = own.flatMap(({ releases }) => releases ?? []);
  return {
    mentions: [
      ...remembered.map(({ owner, release }) => mention(release, `${owner} has it as ${named(release)}`)),
      ...declared.map((release) => mention(release, `${release.file} declares it as ${named(release)}`)),
      ...recorded.map((reference) => ({ reference, why: "the stack's state names it" })),
      { reference: EDGE_IMAGE, why: "it is the edge's" },
    ],
    unread: [...unread, ...edges.flatMap(({ why }) => why ?? [])],
    services: servicesOf([...ownReleases, ...declared.filter(({ isOwn }) => isOwn)], verified),
  };
}

function mention({ image }: RememberedRelease, why: string): Mention {
  return { reference: image, why };
}

function named({ service, version }: RememberedRelease): string {
  return version === "" ? service : `${service} ${version}`;
}

function servicesOf(releases: readonly RememberedRelease[], verified: Known["verified"]): ServiceImages[] {
  const byService = Map.groupBy(releases, ({ service }) => service);
  return [...byService]
    .map(([service, all]) => ({
      service,
      references: [...new Set(all.map(({ image }) => image))].toSorted(),
      verified: verified.get(service) ?? [],
    }))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
}
