import { createHash } from "node:crypto";
import type { Color } from "../color.ts";
import { stackPrefix, type StackId } from "../names.ts";
import { withoutSlash, type Route } from "../route.ts";

/**
 * A listener asks its rules in the order of a number that each has for itself, 1 to 50,000; of a route's own order it knows nothing. The
 * first half is for the rules of single colors on the test listener; the other half has a class for each kind of host and each depth of
 * path, the most certain one first, and a place in it by a hash of the name. Two that get the same number are refused by AWS; then one of them
 * says its own.
 */
const COLOR_PLACES = 12_000;
const FIRST_ROUTE = 2 * COLOR_PLACES + 1_000;
const CLASS_PLACES = 1_000;
/** Paths with more parts than this are one class. */
const MAX_DEPTH = 7;

/** The numbers that somebody may choose for a service. */
export const CHOSEN_PRIORITIES = { min: 2 * COLOR_PLACES + 1, max: 50_000 } as const;
/** The same of a service that has a canary, see {@link forcedRulePriority}. */
export const CANARY_PRIORITIES = { min: FIRST_ROUTE, max: FIRST_ROUTE + 2 * COLOR_PLACES - 1 } as const;

/** Number of a service's rule, by its {@link routeClass}; undefined for a route that has none. */
export function rulePriority(id: StackId, service: string, route: Route): number | undefined {
  const place = routeClass(route);
  if (place === undefined) return undefined;
  return FIRST_ROUTE + place * CLASS_PLACES + hashOf(`${stackPrefix(id)}-${service}`, CLASS_PLACES);
}

/**
 * Class of a route, 0 the first: of two services that take a request, the one with the certain host comes before the one with a wildcard,
 * that one before the one for every host, and of the same kind the longer path first. Undefined for a route whose hosts or paths differ in that.
 */
export function routeClass(route: Route): number | undefined {
  const kinds = new Set([route.host, ...(route.hosts ?? [])].map(kindOf));
  const depths = new Set([route.path, ...(route.paths ?? [])].map(depthOf));
  const [[kind], [depth]] = [[...kinds], [...depths]];
  if (kinds.size !== 1 || depths.size !== 1 || kind === undefined || depth === undefined) return undefined;
  return kind * (MAX_DEPTH + 1) + (MAX_DEPTH - depth);
}

/** Number of the rule by which one color can be reached on the test listener, before all others there. */
export function colorRulePriority(id: StackId, service: string, color: Color): number {
  return 1 + 2 * hashOf(`${stackPrefix(id)}-${service}`, COLOR_PLACES) + (color === "blue" ? 0 : 1);
}

/**
 * Number of the rule by which a canary's color is forced, on the listener of the public: before all others there, and in the same order as the
 * services' own, so that of two routes the more certain one still comes first. Undefined for a number that leaves no room.
 */
export function forcedRulePriority(priority: number): number | undefined {
  const place = priority - FIRST_ROUTE + 1;
  return place >= 1 && place <= 2 * COLOR_PLACES ? place : undefined;
}

/** 0 for a certain host, 1 for a wildcard, 2 for every host. */
function kindOf(host: string): number {
  if (host === "*") return 2;
  return host.startsWith("*.") ? 1 : 0;
}

/** How many parts a path has: of two prefixes of one request the longer one has more. */
function depthOf(path: string): number {
  return Math.min(MAX_DEPTH, withoutSlash(path).split("/").length - 1);
}

function hashOf(text: string, places: number): number {
  return createHash("sha256").update(text).digest().readUInt32BE() % places;
}
