import type Docker from "dockerode";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { unlessMissing } from "../connect.ts";
import { openRegistry, type Registry } from "../registry/open-registry.ts";

/** What there is to know of an image before a container is made of it. */
export interface ImageFacts {
  where: "host" | "registry";
  /** `sha256:…` by which registries know it; null for one that was built on the host and never pushed. */
  digest: string | null;
  /** `linux/amd64`, `linux/arm64/v8`; of a registry's several the host's own, else all of them. */
  platforms: readonly string[];
  /** `USER` of the image; empty for root. */
  user: string;
  /** Unpacked on the host, or packed as the registry has it. */
  bytes: number;
  labels: Readonly<Record<string, string>>;
}

/** What an engine has under an image's name; null where it has none. */
export async function imageOnHost(docker: Docker, image: string): Promise<ImageFacts | null> {
  const info = await unlessMissing(docker.getImage(engineName(image)).inspect());
  if (info === undefined) return null;
  const repository = image.replace(/(?::[\w][\w.-]*)?(?:@.*)?$/, "");
  const known = info.RepoDigests?.find((name) => name.startsWith(`${repository}@`));
  const { Os, Architecture, Config } = info;
  const variant = "Variant" in info && typeof info.Variant === "string" ? info.Variant : "";
  return {
    where: "host",
    digest: parseImageReference(image)?.digest ?? known?.split("@")[1] ?? null,
    platforms: [platformText({ os: Os, architecture: Architecture, variant })],
    user: Config.User,
    bytes: info.Size,
    labels: Config.Labels ?? {},
  };
}

/** What its registry has, read from this machine; null where it has none. Throws an InputError where that cannot be asked. */
export async function imageInRegistry(
  image: string,
  options: { platform: string; signal: AbortSignal },
): Promise<ImageFacts | null> {
  const registry = await openRegistry(image, options);
  const { tag = "latest", digest } = parseImageReference(image) ?? {};
  const found = await registry.manifest(digest ?? tag);
  if (found === null) return null;
  const index = indexSchema.safeParse(found.body).data;
  if (index === undefined) return await describe(registry, found.digest, found.body);
  const named = index.manifests.flatMap(({ digest: each, platform }) =>
    platform === undefined || platform.os === "unknown" ? [] : [{ digest: each, platform: platformText(platform) }],
  );
  const ours = named.find(({ platform }) => fits(platform, options.platform)) ?? named[0];
  const child = ours === undefined ? null : await registry.manifest(ours.digest);
  if (child === null) throw new InputError(`${image}: its index names no image that the registry has. Push it again.`);
  const facts = await describe(registry, found.digest, child.body);
  return {
    ...facts,
    platforms: ours?.platform === facts.platforms[0] ? facts.platforms : named.map((each) => each.platform),
  };
}

/**
 * Whether what is built for one platform runs on a host of another: `linux/arm64` and `linux/arm64/v8` are the same, and an engine on
 * 32-bit ARM does not say which variant it is.
 */
export function fits(platform: string, host: string): boolean {
  const plain = (text: string) => text.replace(/^linux\/arm64\/v8$/, "linux/arm64");
  const isSameArm = host === "linux/arm" && platform.startsWith("linux/arm/");
  return isSameArm || plain(platform) === plain(host) || plain(host).startsWith(`${plain(platform)}/`);
}

const platformSchema = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });
const indexSchema = z.object({
  manifests: z.array(z.object({ digest: z.string(), platform: platformSchema.optional() })),
});
const manifestSchema = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ size: z.int() })),
});
const configSchema = platformSchema.extend({
  config: z.object({ User: z.string().optional(), Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});

async function describe(registry: Registry, digest: string, manifest: unknown): Promise<ImageFacts> {
  const { config, layers } = manifestSchema.parse(manifest);
  const read = configSchema.parse(JSON.parse((await registry.blob(config.digest)).toString("utf8")));
  return {
    where: "registry",
    digest,
    platforms: [platformText(read)],
    user: read.config?.User ?? "",
    bytes: layers.reduce((sum, { size }) => sum + size, 0),
    labels: read.config?.Labels ?? {},
  };
}

function platformText({ os, architecture, variant }: z.infer<typeof platformSchema>): string {
  return [os, architecture, ...(variant === undefined || variant === "" ? [] : [variant])].join("/");
}

/** An engine knows an image with tag and digest by its digest alone. */
function engineName(image: string): string {
  return image.includes("@") ? image.replace(/:[\w][\w.-]*@/, "@") : image;
}
