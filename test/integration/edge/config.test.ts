import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { execIn } from "../../../docker/exec.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { AGENT_FOLDER, AGENT_SOCKET_NAME } from "../../../model/agent-folder.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { Stage } from "./stage.ts";

const GOLDEN = join(REPOSITORY, "test/fixtures/proxy-config/haproxy");
const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterAll(() => stage.remove());

const PARTS = readdirSync(GOLDEN).filter((file) => file.endsWith(".cfg") && !file.startsWith("base"));

test.each(PARTS)("the proxy's own check accepts %s behind the base part", async (file) => {
  const config = `${haproxy.renderBase({ https: false })}\n${readFileSync(join(GOLDEN, file), "utf8")}`;
  const check = ["sh", "-c", "cat > /run/tidegate/golden.cfg && haproxy -c -f /run/tidegate/golden.cfg"];
  const { exitCode, stdout, stderr } = await execIn(stage.docker, stage.edge, check, { stdin: config });
  expect(`${stdout}${stderr}`).not.toMatch(/ALERT|WARNING/);
  expect(exitCode).toBe(0);
});

test("the proxy's own check accepts the base part behind trusted proxies", async () => {
  const config = haproxy.renderBase({
    https: false,
    trustedProxies: ["10.0.0.0/8", "2001:db8::/32", ...Array.from({ length: 250 }, (_, index) => `192.0.2.${index}`)],
    clientIpHeader: "CF-Connecting-IP",
    proxyProtocol: ["http", "preview"],
  });
  const check = ["sh", "-c", "cat > /run/tidegate/golden.cfg && haproxy -c -f /run/tidegate/golden.cfg"];
  const { exitCode, stdout, stderr } = await execIn(stage.docker, stage.edge, check, { stdin: config });
  expect(`${stdout}${stderr}`).not.toMatch(/ALERT|WARNING/);
  expect(exitCode).toBe(0);
});

/** Runs `work` while a service answers for echo.example.com with what it was sent. */
async function withEcho(work: () => Promise<void>): Promise<void> {
  const shop = stage.part;
  stage.part = { ...shop, service: "echo", route: { host: "echo.example.com", path: "/" } };
  stage.release("blue", "v1");
  const answer =
    "printf 'HTTP/1.1 200 OK\\r\\nKeep-Alive: timeout=9\\r\\nConnection: close\\r\\n\\r\\n'; sed '/^\\r$/q'";
  await stage.startReplica("blue", 0, {
    image: stage.image,
    command: ["socat", "TCP-LISTEN:3000,reuseaddr,fork", `SYSTEM:"${answer}"`],
  });
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
  try {
    await work();
  } finally {
    expect(await stage.control("remove", { service: "echo" })).toMatchObject({ exitCode: 0 });
    await stage.removeReplica("blue");
    stage.part = shop;
  }
}

test("tells the app who asked and how, whatever the client claims, and both sides the request's id", () =>
  withEcho(async () => {
    const claims = {
      "X-Forwarded-For": "6.6.6.6",
      Forwarded: "for=6.6.6.6",
      "X-Forwarded-Proto": "gopher",
      "X-Request-ID": "mine",
    };
    const { headers, body } = await send("/", { Host: "echo.example.com", ...claims });
    const id = headers["x-request-id"];
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(body).not.toMatch(/6\.6\.6\.6|gopher|mine/);
    expect(body).toMatch(new RegExp(`x-request-id: ${String(id)}\r`));
    expect(body).toMatch(/x-forwarded-for: \d+\.\d+\.\d+\.1\r/);
    expect(body).toMatch(/x-forwarded-host: echo\.example\.com\r/);
    expect(body).toMatch(/x-forwarded-proto: http\r/);
    expect(headers["x-tidegate-backend"]).toBeUndefined();
    expect(headers["keep-alive"]).toBeUndefined();
  }));

test("logs each request as JSON with color and server, without its query", async () => {
  await send("/version?token=hush", { Host: "Shop.Example.com" });
  // It is written down a moment after it was answered.
  const { line, logs } = await vi.waitFor(async () => {
    const logs = await haproxy.readAccessLog(stage.docker, stage.edge, 50);
    const line = logs.findLast((text) => text.includes('"shop.example.com"'));
    if (line === undefined) throw new Error("the request is not in the log");
    return { line, logs };
  }, 5_000);
  expect(JSON.parse(line)).toMatchObject({
    method: "GET",
    path: "/version",
    status: 200,
    service: "shop",
    color: "blue",
    server: "slot0",
    host: "shop.example.com",
    listener: "public",
  });
  expect(logs.toString()).not.toContain("hush");
});

test("shows metrics and statistics inside the container only", async () => {
  expect(await stage.inEdge("curl -sf http://127.0.0.1:8404/metrics")).toContain("haproxy_server_status");
  const address = await stage.inEdge("hostname -i");
  await expect(stage.inEdge(`curl -sf --max-time 2 http://${address.trim()}:8404/metrics`)).rejects.toThrow();
});

test("serves HTTPS and HTTP/2 once there is a certificate, without a new container and without losing the color", async () => {
  const pem = await stage.makeCertificate();
  expect(await stage.base(true, { shop: pem })).toMatchObject({ exitCode: 0, stderr: "" });
  const { edge } = await observeHost(stage.docker, stage.id);
  expect(edge?.base).toMatchObject({ counter: expect.any(Number) as number });

  const { headers, protocol } = await getHttp2("/version", "shop.example.com");
  expect(headers).toMatchObject({ ":status": 200, "x-version": "1.0.0" });
  expect(protocol).toBe("h2");
  await withEcho(async () => {
    const { body } = await getHttp2("/", "echo.example.com");
    expect(body).toMatch(/x-forwarded-proto: https\r/);
    expect(body).toMatch(/x-forwarded-host: echo\.example\.com\r/);
  });
  expect(await askInClear("/version?a=b", "shop.example.com")).toEqual({
    status: 308,
    location: "https://shop.example.com/version?a=b",
  });
  expect(await askInClear("/version", "shop.example.com:8080")).toMatchObject({ status: 200 });
  expect(await stage.cutOver("green", 1_001)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await stage.cutOver("blue", 1_002)).toMatchObject({ exitCode: 0, stderr: "" });

  const renewed = await stage.makeCertificate();
  expect(await stage.base(true, { shop: renewed })).toMatchObject({ exitCode: 0 });
  expect(await stage.inEdge("cat /var/lib/tidegate/certificates/shop.pem")).toBe(renewed);
  expect(await stage.inEdge("stat -c %a /var/lib/tidegate/certificates/shop.pem")).toBe("600\n");
  const asked = `printf 'service -\\ncertificates\\n' | socat -t5 - UNIX-CONNECT:${AGENT_FOLDER}/${AGENT_SOCKET_NAME}`; // as the agent does
  expect(await stage.inEdge(asked)).toContain(`shop ${new X509Certificate(renewed).validToDate.getTime()}\n`);
  expect(await stage.base(false, {})).toMatchObject({ exitCode: 0 });
  expect(await stage.inEdge("ls /var/lib/tidegate/certificates")).toBe("");
  expect(await stage.get(stage.url)).toMatchObject({ status: 200, version: "1.0.0" });
});

test("routes by host and by the longest path, to services that are applied side by side", async () => {
  const shop = stage.part;
  const routes = {
    api: { host: "*", path: "/version" },
    blog: { host: "blog.example.com", path: "/" },
  };
  // Both answer from shop's containers of the other color, to be told apart without containers of their own.
  const results = await Promise.all(
    Object.entries(routes).map(([service, route]) => stage.apply({}, { ...shop, service, route })),
  );
  expect(results).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);

  const expectService = (path: string, host: string, service: string) =>
    expect
      .poll(async () => {
        await send(path, { Host: host });
        const [last = ""] = await haproxy.readAccessLog(stage.docker, stage.edge, 1);
        return /"service": ?"(\w+)/.exec(last)?.[1];
      })
      .toBe(service);
  await expectService("/version", "any.example.com", "api");
  await expectService("/versions", "any.example.com", "shop");
  await expectService("/version/x?y", "any.example.com", "api");
  await expectService("/version", "blog.example.com", "blog");
  await expectService("/", "any.example.com", "shop");
  await expectService("/", "blog.example.com:8080", "blog");
  // The smoke request is taken by another service at the public listener, which is no reason to go back.
  await stage.removeReplica("green");
  stage.release("green", "v2", { smoke: [{ path: "/version", contains: "2.0.0" }, { path: "/" }] });
  await stage.startReplica("green");
  await stage.apply();
  const generation = (await observeHost(stage.docker, stage.id)).services["shop"]?.record?.generation ?? 0;
  expect(await stage.cutOver("green", generation + 1)).toMatchObject({ exitCode: 0, stderr: "" });

  for (const service of Object.keys(routes)) {
    expect(await stage.control("remove", { service })).toMatchObject({ exitCode: 0 });
  }
  await expectService("/version", "any.example.com", "shop");
});

async function send(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(`${stage.url}${path}`, { headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    call.on("error", reject);
    call.end();
  });
}

/** A request over HTTPS and, where the edge offers it, HTTP/2. */
async function getHttp2(
  path: string,
  host: string,
): Promise<{ headers: Record<string, unknown>; body: string; protocol: string | undefined }> {
  const session = connectHttp2(`https://127.0.0.1:${stage.ports.https}`, { rejectUnauthorized: false });
  try {
    const stream = session.request({ ":path": path, ":authority": host });
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      session.on("error", reject);
      stream.on("error", reject);
      stream.on("response", resolve);
    });
    return { headers, body: await text(stream), protocol: session.alpnProtocol };
  } finally {
    session.close();
  }
}

/** A request to the plain listener, whatever port its address would have. */
function askInClear(path: string, host: string): Promise<{ status: number | undefined; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${stage.url}${path}`, { headers: { host }, agent: false }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, location: answer.headers.location });
    });
    asked.on("error", reject).end();
  });
}
