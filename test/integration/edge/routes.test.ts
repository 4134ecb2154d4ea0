import { createHash } from "node:crypto";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findEntry, routeEntries, routeKey, routeSchema } from "../../../model/route.ts";
import { SEED } from "../../support/soak.ts";
import { Stage } from "./stage.ts";

const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  stage.part = {
    ...stage.part,
    route: routeSchema.parse({
      host: "shop.test",
      hosts: ["*.shop.test", "store.test"],
      path: "/api",
      paths: ["/api/v2.0/"],
      stripPrefix: true,
      redirects: [
        { host: "www.test", to: "https://shop.test" },
        { path: "/old", to: "/api" },
        { path: "/gone", to: "/", permanent: false },
      ],
    }),
  };
  stage.release("blue", "v1", { health: { path: "/" } });
  await stage.startReplica("blue", 0, { command: ["node", "-e", ECHO] });
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

/** Says what it was asked. */
const ECHO = `require("http").createServer((q, r) => {
  r.setHeader("x-version", "1.0.0").end(q.method + " " + q.url + " " + (q.headers["x-forwarded-prefix"] ?? "-"));
}).listen(3000)`;

/** `STATUS WHAT`, with where a redirect leads or what the app says it was asked. */
function ask(host: string, path: string, method = "GET", headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: stage.ports.http, path, method, headers: { ...headers, host } },
      (got) => {
        text(got).then((body) => resolve(`${got.statusCode} ${got.headers.location ?? body.trim()}`), reject);
      },
    );
    sent.on("error", reject).end();
  });
}

test.each([
  ["shop.test", "/api", "200 GET / /api"],
  ["shop.test", "/api/", "200 GET / /api"],
  ["shop.test", "/api/x/y?q=/api/z", "200 GET /x/y?q=/api/z /api"],
  ["shop.test", "/api/api/x", "200 GET /api/x /api"],
  ["shop.test", "/api/v2.0/x", "200 GET /x /api/v2.0"],
  ["shop.test", "/api/v2x0/x", "200 GET /v2x0/x /api"],
  ["store.test", "/api/x", "200 GET /x /api"],
  ["eu.shop.test", "/api/x", "200 GET /x /api"],
  ["a.eu.shop.test", "/api/x", "404 no service has this address"],
  ["shop.test", "/apix", "404 no service has this address"],
  ["www.test", "/", "308 https://shop.test/"],
  ["www.test", "/a/b?c=d&e", "308 https://shop.test/a/b?c=d&e"],
  ["www.test", "//evil.test/x", "308 https://shop.test/evil.test/x"],
  ["shop.test", "/old", "308 /api"],
  ["eu.shop.test", "/old/x?y=1", "308 /api/x?y=1"],
  ["shop.test", "/gone", "307 /"],
  ["shop.test", "/gone?x", "307 /?x"],
  ["shop.test", "/gone//evil.test", "307 /evil.test"],
])("answers a request for %s%s with %s", async (host, path, expected) => {
  expect(await ask(host, path)).toBe(expected);
});

test("keeps the method, and believes nobody's prefix", async () => {
  expect(await ask("shop.test", "/gone/x", "POST")).toBe("307 /x");
  expect(await ask("shop.test", "/api/x", "POST", { "X-Forwarded-Prefix": "/evil" })).toBe("200 POST /x /api");
});

test("proves a release behind a pattern and a redirect", async () => {
  const wild = routeSchema.parse({ host: "*.wild.test", path: "/a", redirects: [{ path: "/a/old", to: "/a/new" }] });
  stage.part = { ...stage.part, route: wild };
  stage.release("green", "v2", { health: { path: "/" }, smoke: [{ path: "/a/new" }, { path: "/a/old" }] });
  await stage.startReplica("green", 0, { command: ["node", "-e", ECHO] });
  expect(await stage.apply()).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0 });
  expect(await ask("x.wild.test", "/a/old/1")).toBe("308 /a/new/1");
});

test(`finds whose a request is as the rule of precedence says (seed ${SEED})`, async () => {
  const random = numbers(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // none of the lists is empty
  const hosts = ["a.test", "b.a.test", "c.b.a.test", "*.a.test", "*.b.a.test", "*.test", "*"];
  const paths = ["/", "/x", "/xy", "/x/y", "/x/y/", "/x.y", "/x/y/z", "/~u"];
  const keys = new Set<string>();
  const entries = Array.from({ length: 24 }, () => ({ host: pick(hosts), path: pick(paths) })).filter((entry) => {
    const isNew = !keys.has(routeKey(entry));
    keys.add(routeKey(entry));
    return isNew;
  });
  const services = entries.map((route, index) => ({ ...routeSchema.parse(route), service: `s${index}` }));
  for (const { service, ...route } of services) {
    const part = { ...stage.part, service, route, releases: { blue: null, green: null } };
    expect(await stage.apply({}, part)).toMatchObject({ exitCode: 0, stderr: "" });
  }
  const known = routeEntries(stage.part.route).map((entry) => ({
    host: entry.host,
    path: entry.path,
    service: "shop",
  }));
  const asked = Array.from({ length: 300 }, () => ({
    host: pick(["a.test", "b.a.test", "c.b.a.test", "d.c.b.a.test", "z.a.test", "test", "z.test", "10.0.0.1"]),
    path: pick(["/", "/x", "/xy", "/x/", "/x/y", "/x/yz", "/x/y/z/1", "/x.y", "/xzy", "/~u/1", "//x", "/%78"]),
  }));
  const lines = asked.map(
    ({ host, path }) =>
      `curl -s -o /dev/null --path-as-is -H 'Host: ${host}' -w '%header{x-tidegate-backend}\\n' 'http://127.0.0.1:8080${path}'`,
  );
  const found = (await stage.inEdge(lines.join("\n"))).trimEnd().split("\n");
  const expected = asked.map(({ host, path }) => findEntry([...services, ...known], host, path)?.service ?? "");
  expect(found.map((header) => header.split("/")[0])).toEqual(expected);
  expect(new Set(expected).size).toBeGreaterThan(8);
});

/** Numbers from 0 to 1, the same for the same seed. */
function numbers(seed: string): () => number {
  let count = 0;
  return () =>
    createHash("sha256")
      .update(`${seed} ${(count += 1)}`)
      .digest()
      .readUInt32BE(0) /
    2 ** 32;
}
