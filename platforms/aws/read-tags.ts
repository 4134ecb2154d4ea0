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
