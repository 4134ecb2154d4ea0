type Json = Readonly<Record<string, unknown>>;

/** What both say, of plain data: objects merge key by key; of anything else what is `over` wins as a whole. */
export function mergeJson(under: unknown, over: unknown): unknown {
  if (!isJsonObject(under) || !isJsonObject(over)) return over;
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) result[key] = key in under ? mergeJson(under[key], value) : value;
  return result;
}

export function isJsonObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
