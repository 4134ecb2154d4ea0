/**
 * Tags on everything an environment has in an account, as the labels on a host: only what carries this very `environment` is ever
 * touched.
 */
export const TAG = {
  environment: "tidegate:environment",
  project: "tidegate:project",
  stack: "tidegate:stack",
  service: "tidegate:service",
  color: "tidegate:color",
  version: "tidegate:version",
  /** `releaseHash` of the release that a task definition is of. */
  release: "tidegate:release",
  /** Of a rule: number of the switch that set its weights last. */
  generation: "tidegate:generation",
} as const;

export type Tags = ReadonlyMap<string, string>;

/** A tag as the API of load balancers has it, and as all others do. */
type ListedTag =
  { Key: string | undefined; Value?: string | undefined } | { key?: string | undefined; value?: string | undefined };

export function readTags(listed: readonly ListedTag[] | undefined): Tags {
  return new Map(
    (listed ?? []).map((tag) => {
      const { key, value } = "Key" in tag ? { key: tag.Key, value: tag.Value } : tag;
      return [key ?? "", value ?? ""] as const;
    }),
  );
}
