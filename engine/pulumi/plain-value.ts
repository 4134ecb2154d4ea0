/** How Pulumi marks a secret in events and state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** What stands in events for a value that a preview cannot know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const SECRET_TEXT = "[secret]";
export const UNKNOWN_TEXT = "[known after up]";

/** A property value as people read it: secrets and unknowns replaced by a word. */
export function plainValue(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (typeof value === "string") return value.replaceAll(UNKNOWN, UNKNOWN_TEXT);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return SECRET_TEXT;
  const own = Object.entries(value).filter(([key]) => !key.startsWith("__")); // the bridge's own notes: __defaults
  return Object.fromEntries(own.map(([key, inner]) => [key, plainValue(inner)]));
}
