/** What a text holds as JSON; undefined where it is none: whatever it is, it then names no image. */
export function readJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
