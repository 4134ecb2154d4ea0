import { expect, test } from "vitest";
import { exampleHost, findEntry, routeEntries, routeSchema, takesPath } from "../../../model/route.ts";

const problemsOf = (route: object): string[] =>
  (routeSchema.safeParse(route).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message.split("|")[0]}`,
  );

const entries = [
  { host: "shop.example.com", path: "/" },
  { host: "shop.example.com", path: "/api" },
  { host: "shop.example.com", path: "/api/v2/" },
  { host: "*.example.com", path: "/api/v2" },
  { host: "*", path: "/status" },
];

test.each([
  ["shop.example.com", "/", 0],
  ["shop.example.com", "/apix", 0],
  ["shop.example.com", "/api", 1],
  ["shop.example.com", "/api/v2", 2],
  ["shop.example.com", "/status", 0],
  ["wiki.example.com", "/api/v2/x", 3],
  ["a.wiki.example.com", "/api/v2", undefined],
  ["wiki.example.com", "/status", 4],
  ["example.com", "/api", undefined],
])("a request for %s%s is for entry %s", (host, path, expected) => {
  expect(findEntry(entries, host, path)).toBe(expected === undefined ? undefined : entries[expected]);
});

test("a route has an entry for each pair of a host and a path, and one for each host of a redirect", () => {
  const route = routeSchema.parse({
    host: "a.example",
    hosts: ["*.a.example"],
    path: "/x",
    paths: ["/y"],
    redirects: [
      { path: "/old", to: "/x" },
      { host: "www.a.example", to: "https://a.example" },
    ],
  });
  expect(routeEntries(route).map(({ host, path, redirect }) => `${host}${path} ${redirect?.to ?? "-"}`)).toEqual([
    "a.example/x -",
    "a.example/y -",
    "*.a.example/x -",
    "*.a.example/y -",
    "a.example/old /x",
    "*.a.example/old /x",
    "www.a.example/ https://a.example",
  ]);
});

test.each([
  [{ hosts: ["a.example"] }, ["hosts: needs `host` beside it, which is `*` and takes every host"]],
  [{ paths: ["/a"] }, ["paths: needs `path` beside it, which is `/` and takes every path"]],
  [{ host: "a.example", hosts: ["b.example", "a.example"] }, ["hosts.1: takes what the route has already"]],
  [{ path: "/a", paths: ["/a/"] }, ["paths.0: takes what the route has already"]],
  [{ host: "a.example", redirects: [{ to: "/x" }] }, ["redirects.0: takes what the route has already"]],
  [{ path: "/a", redirects: [{ path: "/b", to: "/b/c" }] }, ["redirects.0.to: leads back to where it came from"]],
  [
    {
      path: "/a",
      redirects: [
        { path: "/b", to: "/c" },
        { path: "/c", to: "/b" },
      ],
    },
    ["redirects.0.to: leads back to where it came from", "redirects.1.to: leads back to where it came from"],
  ],
  [
    { host: "a.example", path: "/a", redirects: [{ host: "w.example", to: "https://w.example/x" }] },
    ["redirects.0.to: leads back to where it came from"],
  ],
  [{ host: "*.*.example" }, ["host: must be a lower-case host name, `*.` before one, or `*` for every host"]],
  [
    { host: "a.example", redirects: [{ host: "*", path: "/b", to: "/x" }] },
    ["redirects.0.host: must be a name, because `*` takes every host"],
  ],
  [{ redirects: [{ path: "/b", to: "javascript:alert(1)" }] }, ["redirects.0.to: must be an address or a path"]],
  [
    {
      host: "a.example",
      redirects: [
        { host: "w.example", to: "https://a.example/w" },
        { path: "/b", to: "/" },
      ],
    },
    [],
  ],
])("judges %j", (route, expected) => {
  expect(problemsOf(route)).toEqual(expected);
});

test("asks a pattern as a name that it takes", () => {
  expect(["*", "*.a.example", "a.example"].map((host) => exampleHost({ host }))).toEqual([
    "localhost",
    "tidegate-check.a.example",
    "a.example",
  ]);
});

test("takes a path that it sends nowhere else, whatever follows it", () => {
  const route = { host: "a.example", path: "/shop", redirects: [{ path: "/shop/old", to: "/shop" }] };
  const parsed = routeSchema.parse(route);
  expect(["/shop", "/shop/a?b#c", "/shop/old", "/other", "/shopping"].map((path) => takesPath(parsed, path))).toEqual([
    ...[true, true, false, false, false],
  ]);
});
