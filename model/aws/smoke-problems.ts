import type { Release } from "../release.ts";

/**
 * Most bytes that smoke requests may have in a task definition, which has 64 KiB in all. Source: "Task definition maximum size", Amazon ECS
 * service quotas.
 */
const MAX_BYTES = 48 * 1024;

/** That a task cannot be told a release's smoke requests; `path` is where the release is written. */
export function smokeProblems({ smoke }: Release, path: string): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(smoke));
  if (bytes <= MAX_BYTES) return [];
  return [
    `${path}.smoke: are ${bytes} bytes as JSON, and a task that sends them (\`tidegate:aws.smokeTask\`) can be told ${MAX_BYTES}. Shorten their ` +
      "bodies, or remove `smokeTask`.",
  ];
}
