import { namesPublic } from "./secret-name.ts";

/** What looks like a secret and is made to be sent to every browser. */
const PUBLIC: readonly RegExp[] = [
  /\bpk_(?:live|test)_\w{10,}/g, // Stripe: publishable key
  /\bpk\.eyJ[\w-]+\.[\w-]+/g, // Mapbox: public token
  // Sentry: a DSN of today, whose key may only send events. One with a second key (`key:secret@`) is an old one.
  /\bhttps?:\/\/[0-9a-f]{32}@[\w.-]+(?::\d+)?(?:\/[\w-]+)*\/\d+(?![\w/])/g,
];

/** `--site-key value`, `SITE_KEY=value`, `"siteKey": "value"`. */
const PAIR = /(?<![\p{L}\p{N}_.-])(?<name>[\p{L}_][\p{L}\p{N}_.-]*)(?:["']?\s*[=:]\s*|\s+)["']?(?<value>[\w-]{20,})/gu;

/** A text without the keys in it that are public by their form or by the name they stand under. */
export function withoutPublicValues(text: string): string {
  const rest = PUBLIC.reduce((left, pattern) => left.replace(pattern, ""), text);
  if (!/site[_-]?key|public[_-]?key|publishable/i.test(rest)) return rest; // most texts end here
  return rest.replace(PAIR, (pair, name: string) => (namesPublic(name) ? "" : pair));
}
