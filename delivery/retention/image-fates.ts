import type { EngineContainer, EngineImage } from "./engine-things.ts";
import { isDigest, namesOf, repositoryOf } from "./image-names.ts";

/** A reference that something needs. */
export interface Mention {
  reference: string;
  /** What needs it, as a sentence's end: `declared as 1.4.2 in Pulumi.prod.yaml`. */
  why: string;
}

/** A service of the stack, with the images that it has, had or is to have. */
export interface ServiceImages {
  service: string;
  references: readonly string[];
  /** Those that have served and were verified, newest first; empty where the ledger knows of none. */
  verified: readonly string[];
}

/** What uses images, or may. */
export interface ImageUses {
  /** All containers that stay. */
  containers: readonly EngineContainer[];
  /** What is declared, sealed or recorded, here and in every other stack whose memory could be read. */
  mentions: readonly Mention[];
  /** What could not be read and may need any image, a sentence each. */
  unread: readonly string[];
  services: readonly ServiceImages[];
  /** How many releases of each service stay whatever else is said. */
  keep: number;
}

export interface ImageFate {
  id: string;
  names: readonly string[];
  bytes: number;
  goes: boolean;
  /** Why it goes or stays. */
  why: string;
}

/**
 * What becomes of each image of the repositories that the stack's services have their releases from; the engine's other images
 * are none of ours. Whatever anything uses or mentions stays, and so does what no registry could give again.
 */
export function imageFates(images: readonly EngineImage[], uses: ImageUses): ImageFate[] {
  const repositories = repositoriesOf(uses.services);
  const ours = images.filter(({ names }) => names.some((name) => repositories.has(repositoryOf(name) ?? "")));
  const latest = lastOfEach(ours, uses);
  return ours
    .map((image) => {
      const kept = whyKept(image, uses, repositories) ?? latest.get(image.id);
      const { id, names, bytes } = image;
      return { id, names, bytes, goes: kept === undefined, why: kept ?? whyGone(image, uses) };
    })
    .toSorted((a, b) => ((a.names[0] ?? "") < (b.names[0] ?? "") ? -1 : 1));
}

function repositoriesOf(services: readonly ServiceImages[]): ReadonlySet<string> {
  return new Set(services.flatMap(({ references, verified }) => [...references, ...verified]).flatMap(ownRepository));
}

function ownRepository(reference: string): string[] {
  const repository = repositoryOf(reference);
  return repository === undefined ? [] : [repository];
}

function whyKept(
  { id, names, isOfSetUp }: EngineImage,
  { containers, mentions, unread }: ImageUses,
  repositories: ReadonlySet<string>,
): string | undefined {
  const user = containers.find(({ image }) => image === id);
  if (user !== undefined)
    return user.state === "running" ? `${user.name} runs it` : `${user.name} (${user.state}) has it`;
  const mention = mentions.find(({ reference }) => namesOf(reference).some((name) => names.includes(name)));
  if (mention !== undefined) return mention.why;
  if (isOfSetUp) return "set-up built it";
  const elsewhere = names.find((name) => !repositories.has(repositoryOf(name) ?? ""));
  if (elsewhere !== undefined) return `it is ${elsewhere} as well, which is none of the stack's`;
  const latest = names.find((name) => name.endsWith(":latest"));
  if (latest !== undefined) return `somebody else tagged it ${latest}: no release may be called that`;
  if (!names.some(isDigest)) return "it was built here and never pushed: no registry could give it again";
  return unread[0];
}

/** Why each of a service's last releases stays, by the image's id. */
function lastOfEach(
  images: readonly EngineImage[],
  { services, keep }: Pick<ImageUses, "services" | "keep">,
): ReadonlyMap<string, string> {
  return new Map(
    services.flatMap((service) =>
      lastOf(service, images)
        .slice(0, keep)
        .map(({ id }) => [id, `one of the last ${keep} ${kindOf(service)} of ${service.service}`] as const),
    ),
  );
}

/** Newest first: by what served well, or, where nothing has, by when they were built. */
function lastOf({ references, verified }: ServiceImages, images: readonly EngineImage[]): EngineImage[] {
  if (verified.length === 0) {
    const repositories = new Set(references.flatMap(ownRepository));
    return images
      .filter(({ names }) => names.some((name) => repositories.has(repositoryOf(name) ?? "")))
      .toSorted((a, b) => b.builtAt - a.builtAt || (a.id < b.id ? -1 : 1));
  }
  const found = verified.flatMap((reference) => {
    const wanted = namesOf(reference);
    return images.filter(({ names }) => names.some((name) => wanted.includes(name)));
  });
  return [...new Set(found)];
}

function kindOf({ verified }: ServiceImages): string {
  return verified.length === 0 ? "builds" : "verified releases";
}

/** The last thing to say of an image: which services have dropped it. */
function whyGone({ names }: EngineImage, { services, keep }: Pick<ImageUses, "services" | "keep">): string {
  const own = new Set(names.flatMap(ownRepository));
  const named = services.filter(({ references, verified }) =>
    [...references, ...verified].some((reference) => own.has(repositoryOf(reference) ?? "")),
  );
  const of = named.map(({ service }) => service).join(" and ");
  const kind = named[0] === undefined ? "builds" : kindOf(named[0]);
  return `nothing uses it, and it is none of the last ${keep} ${kind} of ${of}`;
}
