import { createHash } from "node:crypto";
import { Markup, markup } from "../markup.ts";

/** What a page that is complete in itself begins with, up to its body: no script, and no request to anybody. */
export function pageHead(title: string, styles: string): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(styles)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(styles)}</style>
</head>
`;
}

/** Nothing may be loaded, run or sent from a page with it; the one style sheet is allowed by its hash. */
function contentSecurityPolicy(styles: string): string {
  const hash = createHash("sha256").update(styles).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
