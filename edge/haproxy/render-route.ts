import { routeEntries, targetOf, withoutSlash, type Route, type RouteEntry } from "../../model/route.ts";
import { quote } from "./quote.ts";

/** Begins what the map of routes has for a redirect, where a service's name would stand. */
const REDIRECT = ">";

/** Who takes the requests of a map's entry: a service's name, or `>STATUS|LENGTH|TO`, with the length of what `to` replaces. */
export function takerOf({ path, redirect }: RouteEntry, service: string): string {
  if (redirect === undefined) return service;
  const { origin, prefix } = targetOf(redirect);
  return `${REDIRECT}${redirect.permanent ? 308 : 307}|${withoutSlash(path).length}|${origin}${prefix}`;
}

/** Rules of a listener that tell a redirect from a service in `txn.service`. */
export function findRedirect(): string[] {
  return [
    `http-request set-var(txn.redirect) var(txn.service) if { var(txn.service) -m beg ${REDIRECT} }`,
    "http-request unset-var(txn.service) if { var(txn.redirect) -m found }",
  ];
}

/**
 * Rules of a listener that answer with a redirect. What follows the prefix begins with one slash whatever the client wrote:
 * two would make a host name of it (`/old//example.com`).
 */
export function redirect(): string[] {
  const when = "if !replaced !asks_ready { var(txn.redirect) -m found }";
  return [
    `http-request set-var(txn.cut) var(txn.redirect),field(2,|),add(0) ${when}`,
    `http-request set-var(txn.to) var(txn.redirect),field(3,|) ${when}`,
    `http-request set-var(txn.rest) path,bytes(txn.cut),regsub(^/+,/) ${when}`,
    "# An address without a path gets one.",
    `http-request set-var(txn.rest) str(/) ${when} { var(txn.to) -m reg ^(https?://[^/]+)?$ } !{ var(txn.rest) -m beg / }`,
    `http-request set-var-fmt(txn.query) ?%[query] ${when} { query -m found }`,
    ...[308, 307].map(
      (status) =>
        `http-request redirect location %[var(txn.to)]%[var(txn.rest)]%[var(txn.query)] code ${status} ${when} { var(txn.redirect) -m beg ${REDIRECT}${status} }`,
    ),
  ];
}

/** Rules of a pool that take the route's prefix off the path: of several that fit, the longest, and once. */
export function stripPrefix(route: Route): string[] {
  if (route.stripPrefix !== true) return [];
  const all = routeEntries(route).flatMap((entry) => (entry.redirect === undefined ? withoutSlash(entry.path) : []));
  const prefixes = [...new Set(all)].filter((prefix) => prefix !== "").toSorted((a, b) => b.length - a.length);
  if (prefixes.length === 0) return [];
  const patterns = prefixes.map((prefix) => prefix.replaceAll(".", String.raw`\.`));
  return [
    "http-request del-header X-Forwarded-Prefix",
    ...prefixes.map(
      (prefix, index) =>
        `http-request set-var(txn.prefix) str(${prefix}) if !{ var(txn.prefix) -m found } { path -m reg ${quote(`^${patterns[index]}(/|$)`)} }`,
    ),
    "http-request set-header X-Forwarded-Prefix %[var(txn.prefix)] if { var(txn.prefix) -m found }",
    `http-request replace-path ${quote(`^(?:${patterns.join("|")})(?:/(.*))?$`)} ${quote(String.raw`/\1`)}`,
  ];
}
