import { createHash } from "node:crypto";

/** Nothing may be loaded, run or sent from a page with it; the one style sheet is allowed by its hash. */
export function contentSecurityPolicy(styles: string): string {
  const hash = createHash("sha256").update(styles).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
