import type { ImageInspectInfo } from "dockerode";
import { parseImageReference } from "../../model/image-reference.ts";
import type { PresetName } from "../../model/presets.ts";
import { parseHealthCommand } from "./parse-health-command.ts";

/** What an image says of the app in it. */
export interface ImageFacts {
  /** Image reference for the stack file: with the digest its registry knows it by, where the engine knows that. */
  reference: string;
  /** As the image names it: `node`, `1000:1000`, empty for root. */
  user: string;
  /** TCP ports it exposes, ascending. */
  ports: readonly number[];
  /** Folders it declares as volumes, sorted. */
  volumes: readonly string[];
  /** What its own health check asks for, as far as that can be read. */
  health: { port?: number; path?: string };
  /** How long its own health check lets the app start, in seconds; 0 when it says nothing. */
  startSeconds: number;
  /** What the app is made with, as far as the image tells; a guess that a file may correct. */
  preset: PresetName | undefined;
  /** `linux/amd64`. */
  platform: string;
  hasCommand: boolean;
}

/** Reads what an image tells of itself. */
export function readImageFacts(image: string, info: ImageInspectInfo): ImageFacts {
  const { User, ExposedPorts, Volumes, Healthcheck, Cmd, Entrypoint, Env, Labels } = info.Config as Config; // its types know less
  return {
    reference: pinned(image, info.RepoDigests ?? []),
    user: User ?? "",
    ports: Object.keys(ExposedPorts ?? {})
      .flatMap((port) => (/\/udp$|\/sctp$/.test(port) ? [] : Number.parseInt(port, 10)))
      .toSorted((a, b) => a - b),
    volumes: Object.keys(Volumes ?? {}).toSorted(),
    health: parseHealthCommand(Healthcheck?.Test ?? []),
    startSeconds: Math.ceil((Healthcheck?.StartPeriod ?? 0) / 1e9),
    preset: recognise(Env ?? [], Labels ?? {}),
    platform: `${info.Os}/${info.Architecture}`,
    hasCommand: (Cmd ?? []).length + (Entrypoint ?? []).length > 0,
  };
}

/** Node.js comes last: images of other frameworks have it, too, to build their pages. */
function recognise(env: readonly string[], labels: Readonly<Record<string, string>>): PresetName | undefined {
  const has = (name: string) => env.some((variable) => variable.startsWith(`${name}=`));
  if (Object.hasOwn(labels, "org.springframework.boot.version")) return "spring-boot"; // as buildpacks write it
  if (has("RAILS_ENV")) return "rails";
  if (has("DJANGO_SETTINGS_MODULE")) return "django";
  return has("NODE_VERSION") ? "node" : undefined;
}

interface Config {
  Env?: string[] | null;
  Labels?: Record<string, string> | null;
  User?: string;
  ExposedPorts?: Record<string, object> | null;
  Volumes?: Record<string, object> | null;
  Healthcheck?: { Test?: string[]; StartPeriod?: number } | null;
  Cmd?: string[] | null;
  Entrypoint?: string[] | null;
}

/** A tag may be moved; the digest names what was looked at. One that the registry never saw has none that can be pulled. */
function pinned(image: string, digests: readonly string[]): string {
  const parsed = parseImageReference(image);
  if (parsed === undefined || parsed.digest !== undefined) return image;
  const repository = parsed.tag === undefined ? image : image.slice(0, -parsed.tag.length - 1);
  const digest = digests.find((each) => isOf(repository, each))?.split("@")[1];
  if (digest === undefined) return image;
  return parsed.tag === "latest" ? `${repository}@${digest}` : `${image}@${digest}`;
}

/** Engines leave out what the default registry's names begin with. */
function isOf(repository: string, digest: string): boolean {
  const short = (name: string) => name.replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
  return short(digest.split("@")[0] ?? "") === short(repository);
}
