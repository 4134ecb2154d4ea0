/** Whether a value of a stack's file is encrypted there: an object with nothing in it but `secure`. */
export function isSealed(value: unknown): value is { secure: unknown } {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

/** The same value with a text in the place of everything that is encrypted in it. */
export function replaceSealed(value: unknown, text: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => replaceSealed(inner, text));
  if (isSealed(value)) return text;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceSealed(inner, text)]));
}
