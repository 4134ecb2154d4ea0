import { afterAll, beforeAll, expect, test } from "vitest";
import { previewUrl } from "../../../model/service-url.ts";
import { Stage } from "./stage.ts";

const ROUTE = { host: "shop.example.com", path: "/version" };
const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  expect(await answersReady()).toEqual(NOT_READY);
  stage.part = { ...stage.part, route: ROUTE };
  await stage.startBoth();
  await stage.apply();
  expect(await answersReady()).toEqual(NOT_READY);
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
}, 60_000);
afterAll(() => stage.remove());

const READY = ["200 ready", "200 ready", "200 ready"];
const NOT_READY = ["503 not ready", "503 not ready", "503 not ready"];

/** What both listeners say of being ready, asked with another host and without any. */
async function answersReady(): Promise<string[]> {
  const { http, preview } = { http: 8080, preview: 8081 };
  const ask = (port: number, host: string) =>
    stage.inEdge(
      `curl -s -H 'Host:${host}' -w '%{http_code}' http://127.0.0.1:${port}/.well-known/tidegate/ready | tr '\\n' ' '`,
    );
  const answers = await Promise.all([ask(http, ""), ask(http, " balancer"), ask(preview, "")]);
  return answers.map((answer) => answer.replace(/^(.*) (\d+)$/, "$2 $1"));
}

const ask = (path: string, host: string) =>
  stage.inEdge(`curl -s -o /dev/null -w '%{http_code}' -H 'Host: ${host}' http://127.0.0.1:8080${path}`);

test.each([
  ["/version", "shop.example.com", "200"],
  ["/version", "Shop.Example.com.:8080", "200"],
  ["/", "shop.example.com", "404"],
  ["/version", "example.com", "404"],
  ["/version", "127.0.0.1", "404"],
])("answers a request for %s of %s with %s", async (path, host, status) => {
  expect(await ask(path, host)).toBe(status);
});

test("is ready while each service that has served has somebody who serves, on every listener and for any host", async () => {
  expect(await answersReady()).toEqual(READY);
  const side = { ...stage.part, service: "side", route: { host: "side.example.com", path: "/" } };
  const release = { ...stage.part.releases, green: null };
  expect(await stage.apply({}, { ...side, releases: release })).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await ask("/", "side.example.com")).toBe("503");
  expect(await answersReady()).toEqual(READY);
  await stage.inEdge(
    `. /usr/local/lib/tidegate/lib.sh; echo "add map $STATE/active.map side side.blue" | worker >/dev/null`,
  );
  expect(await answersReady()).toEqual(NOT_READY);
  expect(await stage.control("remove", { service: "side" })).toMatchObject({ exitCode: 0 });
  expect(await answersReady()).toEqual(READY);
});

test("sends nobody who asks whether it is ready to HTTPS", async () => {
  expect(await stage.base(true, { shop: await stage.makeCertificate() })).toMatchObject({ exitCode: 0, stderr: "" });
  const answer = await fetch(`${stage.url}/.well-known/tidegate/ready`, { redirect: "manual" });
  expect(answer.status).toBe(200);
  expect(await stage.inEdge("curl -sk https://127.0.0.1:8443/.well-known/tidegate/ready")).toBe("ready\n");
  expect(await stage.base(false, {})).toMatchObject({ exitCode: 0 });
});

test("shows the idle color of a service with a host name at the address that is printed", async () => {
  const url = previewUrl(ROUTE, { address: `127.0.0.1:${stage.ports.preview}`, host: "unix:///var/run/docker.sock" });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get("x-version")]).toEqual([200, "2.0.0"]);
  // What its pages link to has no host name in its path.
  const link = `${stage.previewUrl}/version`;
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(await stage.get(link, { cookie })).toMatchObject({ status: 200, version: "2.0.0" });
  expect(await stage.get(link)).toMatchObject({ status: 404 });
  expect(await stage.get(`${stage.previewUrl}/.well-known/tidegate/as/other.example.com/version`)).toMatchObject({
    status: 404,
  });
  expect(await stage.get(`${stage.url}${new URL(url).pathname}`)).toMatchObject({ status: 404 });
});
