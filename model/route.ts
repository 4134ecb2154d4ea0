import { z } from "zod";
import { HOST_NAME } from "./host-name.ts";

/** Every host. */
const ANY = "*";

const hostSchema = z
  .string()
  .regex(
    new RegExp(String.raw`^(?:\*|(?:\*\.)?${HOST_NAME})$`),
    "must be a lower-case host name, `*.` before one, or `*` for every host",
  )
  .max(253);
const pathSchema = z.string().regex(/^\/[\w.~/-]*$/, "must be a path prefix|Start it with `/`.");
const namedHostSchema = hostSchema.refine((host) => host !== ANY, "must be a name, because `*` takes every host");

export const redirectSchema = z.strictObject({
  host: namedHostSchema.optional().describe("Host name that is sent on; every name of the route when left out."),
  path: pathSchema.default("/").describe("Path prefix that is sent on."),
  to: z
    .string()
    .max(1024)
    .regex(
      new RegExp(String.raw`^(?:https?://${HOST_NAME}(?::\d{1,5})?(?:/[\w.~/-]*)?|/[\w.~/-]*)$`),
      'must be an address or a path|Write it like "https://example.com" or "/new".',
    )
    .describe("Where to: an address, or a path of the same host. The rest of the path and the query follow."),
  permanent: z
    .boolean()
    .default(true)
    .describe("Whether clients may keep it: status 308, else 307. Method and body stay in both."),
});

// What was added after the first records were written is optional, not defaulted: what is applied stays so.
export const routeSchema = z
  .strictObject({
    host: hostSchema
      .default(ANY)
      .describe(
        "Host name the service answers for. `*.example.com` takes every name with one label more that no service has by " +
          "itself; `*` takes what none of them takes.",
      ),
    path: pathSchema.default("/").describe("Path prefix the service answers for. The longest prefix wins."),
    hosts: z.array(namedHostSchema).min(1).max(100).optional().describe("More host names, beside `host`."),
    paths: z.array(pathSchema).min(1).max(100).optional().describe("More path prefixes, beside `path`."),
    stripPrefix: z
      .boolean()
      .optional()
      .describe("Take the path prefix away before the app gets a request, and tell it in `X-Forwarded-Prefix`."),
    redirects: z
      .array(redirectSchema)
      .max(100)
      .optional()
      .describe("What is answered with a redirect. One takes its requests as a route of a service does."),
  })
  .superRefine((route, context) => {
    for (const { place, input, message } of routeProblems(route)) {
      context.addIssue({ code: "custom", path: [...place], input, message });
    }
  });

export type Redirect = z.infer<typeof redirectSchema>;
export type Route = z.infer<typeof routeSchema>;

/** What takes requests at the edge: a host and a path prefix, and what becomes of them. */
export interface RouteEntry {
  host: string;
  path: string;
  /** Undefined where the service gets them. */
  redirect: Redirect | undefined;
  /** Where it was written, below `route`. */
  place: readonly (string | number)[];
}

/** Everything a route takes, one entry for each pair of a host and a path. */
export function routeEntries({ host, path, hosts = [], paths = [], redirects = [] }: Route): RouteEntry[] {
  const allHosts = [
    { host, place: ["host"] },
    ...hosts.map((name, index) => ({ host: name, place: ["hosts", index] })),
  ];
  const allPaths = [
    { path, place: ["path"] },
    ...paths.map((prefix, index) => ({ path: prefix, place: ["paths", index] })),
  ];
  return [
    ...allHosts.flatMap((one) =>
      allPaths.map((other) => ({
        host: one.host,
        path: other.path,
        redirect: undefined,
        place: other.place[0] === "paths" ? other.place : one.place,
      })),
    ),
    ...redirects.flatMap((redirect, index) =>
      (redirect.host === undefined ? allHosts.map((one) => one.host) : [redirect.host]).map((from) => ({
        host: from,
        path: redirect.path,
        redirect,
        place: ["redirects", index],
      })),
    ),
  ];
}

/**
 * What an entry is in the proxy's map: the same for entries that take the same requests. Both a prefix and a request's path
 * get a slash behind, so that `/api` is the prefix of `/api/x` but not of `/apix`.
 */
export function routeKey({ host, path }: Pick<RouteEntry, "host" | "path">): string {
  return `${host}${withoutSlash(path)}/`;
}

/**
 * Who takes a request: the entry of its own host, else of the host's wildcard, else of every host; of those the one with the
 * longest path. The proxy finds it in its map in the same order.
 */
export function findEntry<Entry extends Pick<RouteEntry, "host" | "path">>(
  entries: readonly Entry[],
  host: string,
  path: string,
): Entry | undefined {
  for (const name of [host, host.replace(/^[^.]+/, "*"), ANY]) {
    const taking = entries.filter(
      (entry) => entry.host === name && `${path}/`.startsWith(`${withoutSlash(entry.path)}/`),
    );
    const [longest] = taking.toSorted((a, b) => b.path.length - a.path.length);
    if (longest !== undefined) return longest;
  }
  return undefined;
}

/** Whether a route takes a path, of its own host, and sends it nowhere else. */
export function takesPath(route: Route, path: string): boolean {
  const entry = findEntry(routeEntries(route), exampleHost(route), path.replace(/[?#].*$/, ""));
  return entry !== undefined && entry.redirect === undefined;
}

/** A name that the route takes, for requests of our own: a pattern is no `Host`. */
export function exampleHost({ host }: Pick<Route, "host">): string {
  if (host === ANY) return "localhost";
  return host.startsWith("*.") ? host.replace("*", "tidegate-check") : host;
}

export function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

interface Problem {
  place: readonly (string | number)[];
  input: unknown;
  message: string;
}

function routeProblems(route: Route): Problem[] {
  const { host, path, hosts, paths } = route;
  const needsHost = host === ANY && hosts !== undefined;
  const needsPath = withoutSlash(path) === "" && paths !== undefined;
  return [
    ...(needsHost
      ? [
          {
            place: ["hosts"],
            input: hosts,
            message: "needs `host` beside it, which is `*` and takes every host|Move one of them there.",
          },
        ]
      : []),
    ...(needsPath
      ? [
          {
            place: ["paths"],
            input: paths,
            message: "needs `path` beside it, which is `/` and takes every path|Move one of them there.",
          },
        ]
      : []),
    ...twiceProblems(route),
    ...(route.redirects ?? []).flatMap((redirect, index) => circleProblems(route, redirect, index)),
  ];
}

function twiceProblems(route: Route): Problem[] {
  const seen = new Set<string>();
  return routeEntries(route).flatMap(({ host, path, place }) => {
    const key = routeKey({ host, path });
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ place, input: `${host}${path}`, message: "takes what the route has already|Remove one of them." }];
  });
}

/** More hops than any browser follows. */
const MAX_HOPS = 20;

/** A redirect that leads back to itself, straight or by others of the route. */
function circleProblems(route: Route, redirect: Redirect, index: number): Problem[] {
  const entries = routeEntries(route);
  let host = exampleHost({ host: redirect.host ?? route.host });
  let path = redirect.path;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const taken = findEntry(entries, host, path)?.redirect;
    if (taken === undefined) return [];
    const { origin, prefix } = targetOf(taken);
    if (origin !== "") host = new URL(origin).hostname;
    path = `${prefix}${path.slice(withoutSlash(taken.path).length)}` || "/";
  }
  return [
    { place: ["redirects", index, "to"], input: redirect.to, message: "leads back to where it came from|Correct it." },
  ];
}

/** The two parts of `to`: `https://example.com`, empty for the same host, and the path without a slash at its end. */
export function targetOf({ to }: Redirect): { origin: string; prefix: string } {
  const origin = /^https?:\/\/[^/]+/.exec(to)?.[0] ?? "";
  return { origin, prefix: withoutSlash(to.slice(origin.length)) };
}
