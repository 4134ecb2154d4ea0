import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { Stage, until } from "./stage.ts";

const stage = new Stage();
/** The address under which this machine comes to the edge: the only proxy that is trusted here, beside one in front of it. */
let gateway = "";
beforeAll(async () => {
  await stage.startScript(ECHO);
  gateway = await stage.gateway();
});
afterAll(() => stage.remove());

const PROXY_BEFORE = "198.51.100.0/24";
const CLIENT = "203.0.113.7";

/** Says what it was told of the way of a request. */
const ECHO = `require("http").createServer((q, r) => {
  const { "x-forwarded-for": by, "x-forwarded-proto": proto, "cf-connecting-ip": cf } = q.headers;
  r.setHeader("x-version", "1.0.0").end(JSON.stringify({ by, proto, cf }));
}).listen(3000)`;

/** Sends bytes from this machine to a listener; what comes back until the edge closes. */
async function send(port: number, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const answer = text(socket);
  for (const part of parts) socket.write(part);
  return answer;
}

const get = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n${headers}\r\n`;

/** What the app was told, of an answer as it comes over the wire. */
const told = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as unknown;

/** The same request from a container on the edge's network, which nobody trusts: its own address, and what the app was told. */
async function asStranger(path: string, headers: object): Promise<{ address: string; answer: unknown }> {
  const script = `
    const { request } = require("http");
    request({ host: "${stage.edge}", port: 8080, path: "${path}", headers: ${JSON.stringify(headers)} }, (r) => {
      let body = "";
      const address = r.socket.localAddress;
      r.on("data", (part) => (body += part)).on("end", () =>
        console.log(JSON.stringify({ address, answer: JSON.parse(body) })));
    }).end();`;
  const { stdout, stderr } = await execIn(stage.docker, stage.replica("blue"), ["node", "-e", script]);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as { address: string; answer: unknown };
}

/** Client addresses of the access log's lines with this path. */
async function loggedClients(path: string): Promise<unknown[]> {
  let found: unknown[] = [];
  await until(`${path} is in the log`, async () => {
    const lines = (await haproxy.readAccessLog(stage.docker, stage.edge, 100)).filter((line) =>
      line.includes(`"${path}"`),
    );
    found = lines.map((line) => (JSON.parse(line) as { client: unknown }).client);
    return found.length > 0;
  });
  return found;
}

const LIES = {
  "X-Forwarded-For": `${CLIENT}`,
  "X-Forwarded-Proto": "https",
  "CF-Connecting-IP": CLIENT,
  Forwarded: `for=${CLIENT}`,
};
const asHeaders = (headers: object) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");

test("believes nobody where no proxy is trusted", async () => {
  expect(await stage.base(false, {})).toMatchObject({ exitCode: 0, stderr: "" });
  const answer = told(await send(stage.ports.http, get("/nobody", asHeaders(LIES))));
  expect(answer).toEqual({ by: gateway, proto: "http", cf: CLIENT });
  expect(await loggedClients("/nobody")).toEqual([gateway]);
});

test("believes a trusted proxy, looks past the one before it, and drops what a stranger claims", async () => {
  const trust = { trustedProxies: [gateway, PROXY_BEFORE] };
  expect(await stage.base(false, {}, {}, trust)).toMatchObject({ exitCode: 0, stderr: "" });
  const way = { ...LIES, "X-Forwarded-For": `192.0.2.66, ${CLIENT}, 198.51.100.9` };
  expect(told(await send(stage.ports.http, get("/trusted", asHeaders(way))))).toEqual({
    by: `192.0.2.66, ${CLIENT}, 198.51.100.9, ${gateway}`,
    proto: "https",
    cf: CLIENT,
  });
  expect(await loggedClients("/trusted")).toEqual([CLIENT]);
  expect(told(await send(stage.ports.http, get("/odd", "X-Forwarded-Proto: gopher\r\n")))).toEqual({
    by: gateway,
    proto: "http",
  });

  const { address, answer } = await asStranger("/stranger", LIES);
  expect(answer).toEqual({ by: address, proto: "http", cf: CLIENT });
  expect(await loggedClients("/stranger")).toEqual([address]);
});

test("takes the client from the header that the trusted proxy sets, and takes it from nobody else", async () => {
  const trust = { trustedProxies: [gateway], clientIpHeader: "CF-Connecting-IP" };
  expect(await stage.base(false, {}, {}, trust)).toMatchObject({ exitCode: 0, stderr: "" });
  await send(stage.ports.http, get("/cdn", asHeaders({ ...LIES, "X-Forwarded-For": "192.0.2.66" })));
  expect(await loggedClients("/cdn")).toEqual([CLIENT]);
  const { address, answer } = await asStranger("/no-cdn", LIES);
  expect(answer).toEqual({ by: address, proto: "http" });
  expect(await loggedClients("/no-cdn")).toEqual([address]);
});

/** PROXY protocol, version 2 (its specification, 2.2): signature, PROXY over TCP/IPv4, addresses and ports. */
const PROXY_2 = Buffer.concat([
  Buffer.from("0d0a0d0a000d0a515549540a2111000c", "hex"),
  Buffer.from([203, 0, 113, 7, 10, 0, 0, 1]),
  Buffer.from([0x13, 0x88, 0x00, 0x50]),
]);

test("takes the PROXY protocol, version 1 and 2, from a trusted proxy on the listeners that say so, and from no stranger", async () => {
  const trust = { trustedProxies: [gateway], proxyProtocol: ["http" as const] };
  expect(await stage.base(false, {}, {}, trust)).toMatchObject({ exitCode: 0, stderr: "" });
  const lies = asHeaders({ ...LIES, "X-Forwarded-For": "192.0.2.66" });
  for (const [path, head] of [
    ["/v1", `PROXY TCP4 ${CLIENT} 10.0.0.1 5000 80\r\n`],
    ["/v2", PROXY_2],
  ] as const) {
    expect(told(await send(stage.ports.http, head, get(path, lies)))).toMatchObject({ by: CLIENT, proto: "http" });
    expect(await loggedClients(path)).toEqual([CLIENT]);
  }
  expect(await send(stage.ports.http, get("/without"))).not.toMatch(/^HTTP\/1\.1 200/);
  expect(await send(stage.ports.preview, get("/"))).toMatch(/^HTTP\/1\.1 503/); // nobody is idle; it speaks plain HTTP

  const { address, answer } = await asStranger("/plain", LIES);
  expect(answer).toMatchObject({ by: address });
  // A switch still proves itself from inside, where nobody speaks it.
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});

/** The same from behind a balancer that says `head` first, over TLS. */
async function sendEncrypted(port: number, head: string | Buffer, request: string): Promise<string> {
  const plain = connect(port, "127.0.0.1");
  plain.write(head);
  const encrypted = connectTls({ socket: plain, rejectUnauthorized: false });
  const answer = text(encrypted);
  encrypted.write(request);
  return answer;
}

test("takes the PROXY protocol before TLS and on the preview, where these listeners say so and the other does not", async () => {
  const trust = { trustedProxies: [gateway], proxyProtocol: ["https" as const, "preview" as const] };
  const certificates = { shop: await stage.makeCertificate() };
  expect(await stage.base(true, certificates, {}, trust)).toMatchObject({ exitCode: 0, stderr: "" });
  for (const [path, head] of [
    ["/tls-v1", `PROXY TCP6 2001:db8::7 2001:db8::1 5000 443\r\n`],
    ["/tls-v2", PROXY_2],
  ] as const) {
    const client = path === "/tls-v1" ? "2001:db8::7" : CLIENT;
    const answer = await sendEncrypted(stage.ports.https, head, get(path, asHeaders(LIES)));
    expect(told(answer)).toMatchObject({ by: client, proto: "https" });
    expect(await loggedClients(path)).toEqual([client]);
  }
  expect(await send(stage.ports.preview, PROXY_2, get("/preview"))).toMatch(/^HTTP\/1\.1 503/); // nobody is idle
  expect(await loggedClients("/preview")).toEqual([CLIENT]);
  expect(await send(stage.ports.http, get("/plain-http"))).toMatch(/^HTTP\/1\.1 308/);
  expect(await send(stage.ports.http, PROXY_2, get("/not-here"))).not.toMatch(/^HTTP\/1\.1 308/);
});
