import { createHash } from "node:crypto";
import { z } from "zod";
import { checksSchema } from "./checks.ts";
import { containerOptionsSchema } from "./container-options.ts";
import { durationSchema } from "./duration.ts";
import { hostNameSchema } from "./host-name.ts";
import { headerName, headerText, httpPath } from "./http-request.ts";
import { imageReferenceSchema } from "./image-reference.ts";
import { sizeSchema } from "./size.ts";
import { smokeListSchema } from "./smoke.ts";

const containerPath = z.string().regex(/^\/[\w./-]*$/, "must be an absolute path in the container|Start it with `/`.");

const portSchema = z.int().min(1).max(65_535);

// What was added after the first releases were sealed is optional, not defaulted: their hashes must stay what they are.
export const healthSchema = z
  .strictObject({
    path: httpPath
      .default("/healthz")
      .describe("Path the proxy asks for; the answer decides whether a replica may serve."),
    expect: z.int().min(200).max(499).default(200).describe("HTTP status that counts as healthy."),
    timeout: durationSchema({ min: "50ms", max: "60s" }).default("2s").describe("How long one check may take."),
    port: portSchema
      .optional()
      .describe("TCP port that is checked, such as a management port; the release's own `port` when left out."),
    host: hostNameSchema.optional().describe("Host header of a check; the route's host when left out."),
    method: z
      .enum(["GET", "HEAD", "OPTIONS", "POST"])
      .optional()
      .describe("HTTP method of a check, without a body; GET when left out."),
    contains: headerText(256)
      .optional()
      .describe('Text that the first 16 KiB of the answer must contain, such as `"status":"UP"`.'),
    headers: z
      .record(headerName, headerText(1024))
      .optional()
      .describe("More headers of a check. Never secrets: whoever may read the config reads them."),
  })
  .superRefine(({ method, contains }, context) => {
    if (method !== "HEAD" || contains === undefined) return;
    context.addIssue({
      code: "custom",
      path: ["contains"],
      input: contains,
      message: "cannot be found in the answer to HEAD, which has no body|Set `method: GET` or leave `contains` out.",
    });
  });

export const volumeSchema = z.strictObject({
  source: z
    .string()
    .regex(/^(?:[a-zA-Z0-9][\w.-]*|\/[\w./-]+)$/, "must be a volume's name or an absolute host path")
    .describe("A named volume (made when missing, kept on removal) or an absolute path on the host."),
  target: containerPath.describe(
    "Where the container sees it. A new volume takes content and owner from that folder of the image, so that the app may write.",
  ),
  readOnly: z.boolean().default(false).describe("Mount without the right to write."),
});

export const limitsSchema = z.strictObject({
  memory: sizeSchema({ min: "8MiB", max: "1024GiB" })
    .default("256MiB")
    .describe("Memory a replica may use, swap included."),
  cpus: z.number().min(0.1).max(512).default(0.5).describe("CPU cores a replica may use."),
  pids: z
    .int()
    .min(1)
    .max(65_536)
    .default(2048)
    .describe("Processes and threads a replica may have: a bound against fork bombs, not a fit."),
});

/** What a variable of a container may be called. */
export const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The shape of everything in a release but its version and image: what `release:` in the config holds. */
export const releaseSettingsSchema = z.strictObject({
  port: portSchema.default(3000).describe("TCP port the app listens on inside its container."),
  health: healthSchema.prefault({}).describe("The health check of the proxy."),
  smoke: smokeListSchema
    .default([])
    .describe("Requests that must succeed before the color may serve, and again after."),
  checks: checksSchema
    .optional()
    .describe("What it has to prove besides: dependencies, commands in a replica, and its log."),
  command: z.array(z.string()).min(1).optional().describe("Command line instead of the image's own."),
  user: z
    .string()
    .regex(
      /^[1-9]\d*(?::\d+)?$/,
      'must be a numeric user other than root|Write it like "10001:10001"; for an image that insists there is `container.user`.',
    )
    .default("10001:10001")
    .describe("Numeric user (and group) the app runs as."),
  environment: z
    .record(z.string().regex(ENVIRONMENT_NAME, "must be a variable name|Use letters, digits and `_`."), z.string())
    .default({})
    .describe("Environment variables. Never secrets: `docker inspect` shows them."),
  secrets: z
    .array(z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be a file name"))
    .default([])
    .describe("Names of secrets, each a file under /run/secrets. Values stand in `tidegate:secrets`."),
  writable: z
    .array(containerPath)
    .default([])
    .describe("Folders the app writes to: memory-backed, empty at each start."),
  volumes: z.array(volumeSchema).default([]).describe("Named volumes and host folders for logs and data."),
  limits: limitsSchema.prefault({}).describe("What one replica may use of the host."),
  container: containerOptionsSchema
    .optional()
    .describe(
      "Inputs of the Docker provider's `Container` that a release has no word for, under the provider's names.",
    ),
});

/** One release: everything that decides what a color's containers are. Immutable once it has served. */
export const releaseSchema = releaseSettingsSchema.extend({
  version: z
    .string()
    .regex(/^[\w][\w.+-]{0,63}$/, 'must be a version|Write it like "1.4.2" (quoted), at most 64 characters.')
    .describe("Name of the release. A sealed release changes only when this changes."),
  image: imageReferenceSchema.describe("Image of the release, by digest or versioned tag."),
  phase: z
    .enum(["expand", "contract"])
    .optional()
    .describe(
      "What it does to data that other releases share: only adds (`expand`), or takes away what older ones need (`contract`), so that " +
        "there is no way back. The gate `wayBack` asks.",
    ),
});

export type Release = z.infer<typeof releaseSchema>;
export type ReleaseSettings = z.infer<typeof releaseSettingsSchema>;
export type Health = z.infer<typeof healthSchema>;

/** A release as the edge remembers it: with the volume that holds its secret values, and the hash of both. */
export const sealedReleaseSchema = z.strictObject({
  release: releaseSchema,
  /** Docker volume mounted at /run/secrets; null when the release has no secrets. */
  secretVolume: z.string().nullable(),
  /** {@link releaseHash} of the two fields above. */
  hash: z.string(),
});

export type SealedRelease = z.infer<typeof sealedReleaseSchema>;

/**
 * Sixteen hex digits that differ when anything of the release differs: SHA-256 over its JSON with sorted keys.
 * Every replica carries it as a label, so that the gate can tell a replica of this release from any other.
 */
export function releaseHash(release: Release, secretVolume: string | null): string {
  return createHash("sha256").update(canonicalJson({ release, secretVolume })).digest("hex").slice(0, 16);
}

/** JSON with the keys of every object sorted, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Numeric user, `uid` or `uid:gid`, as which the containers of a release run. */
export function userOf({ user, container }: Pick<Release, "user" | "container">): string {
  return container?.user ?? user;
}
