import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import tls from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { send, type Sent } from "../../../platforms/aws/smoke/send.ts";
import { selfSigned } from "../../support/certificate.ts";
import { freePorts } from "../../support/free-port.ts";

const opened: (Server & { closeAllConnections(): void })[] = [];

afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function doorTo(server: Server & { closeAllConnections(): void }, isSecure = false) {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { isSecure, host: "127.0.0.1", port: (server.address() as AddressInfo).port }; // of a TCP server
}

const answering = (listener: RequestListener) => doorTo(createServer(listener));
const asked = (more: Partial<Sent> = {}): Sent => ({
  ...{ host: "shop.example.com", path: "/ready", withinMs: 20_000, isNamed: true },
  ...more,
});

it("sends what it is told, and says what was answered", async () => {
  const seen: unknown[] = [];
  const door = await answering((request, response) => {
    const { method, url, headers } = request;
    const { host, "user-agent": agent, "content-length": length, "x-from": from } = headers;
    seen.push({ method, url, host, agent, length, from });
    response.writeHead(201, { "Set-Cookie": ["a=1", "b=2"], "X-App": "shop" }).end("made");
  });
  const answer = await send(door, asked({ method: "POST", headers: { "X-From": "test" }, body: "päck" }));
  expect(seen).toEqual([
    {
      ...{ method: "POST", url: "/ready", host: "shop.example.com", agent: "tidegate-smoke" },
      length: "5",
      from: "test",
    },
  ]);
  expect(answer).toMatchObject({ status: 201, problem: "", redirect: undefined, body: Buffer.from("made") });
  expect(answer.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"], "x-app": ["shop"] });
  expect(answer.seconds).toBeGreaterThan(0);
});

it("follows no redirect, and says where it leads", async () => {
  const door = await answering((_, response) => void response.writeHead(302, { Location: "/login" }).end());
  expect(await send(door, asked())).toMatchObject({ status: 302, redirect: "/login", problem: "" });
});

it("looks at the first MiB of a body without an end", async () => {
  const part = "x".repeat(65_536);
  const door = await answering((_, response) => {
    const more = () => void (response.write(part) ? setImmediate(more) : response.once("drain", more));
    more();
  });
  const { status, problem, body } = await send(door, asked());
  expect({ status, problem, length: body.length }).toEqual({ status: 200, problem: "", length: 1024 ** 2 });
});

describe("an answer that does not come", () => {
  it("is told as one that took too long", async () => {
    const door = await answering(() => undefined);
    expect(await send(door, asked({ withinMs: 50 }))).toMatchObject({ status: 0, problem: "timed out" });
  });

  it("is told as one that took too long where only its beginning came", async () => {
    const door = await answering((_, response) => void response.writeHead(200).write("be"));
    expect(await send(door, asked({ withinMs: 500 }))).toMatchObject({ status: 200, problem: "timed out" });
  });

  it("is told where nobody listens, and where the connection ends", async () => {
    const [port = 0] = await freePorts(1);
    const closed = await send({ isSecure: false, host: "127.0.0.1", port }, asked());
    expect(closed).toMatchObject({ status: 0, problem: `connect ECONNREFUSED 127.0.0.1:${port}` });
    const door = await answering((request) => void request.socket.destroy());
    expect(await send(door, asked())).toMatchObject({ status: 0, problem: "socket hang up" });
  });
});

describe("by TLS", () => {
  const certificate = selfSigned("shop.example.com");
  const before = tls.getCACertificates("default");
  beforeAll(() => tls.setDefaultCACertificates([...before, certificate.cert]));
  afterAll(() => tls.setDefaultCACertificates(before));

  const secured = (shown = certificate) =>
    doorTo(
      createSecureServer(shown, (_, response) => void response.end("ok")),
      true,
    );

  it("asks by the name of the service, and takes its certificate", async () => {
    expect(await send(await secured(), asked())).toMatchObject({ status: 200, problem: "" });
  });

  it("sends nothing to whom shows a certificate for another name", async () => {
    const answer = await send(await secured(), asked({ host: "pay.example.com" }));
    expect(answer).toMatchObject({ status: 0, problem: expect.stringContaining("pay.example.com") as string });
  });

  it("looks at no name where the service takes every host", async () => {
    expect(await send(await secured(), asked({ host: "localhost", isNamed: false }))).toMatchObject({ status: 200 });
  });

  it("sends nothing to whom shows a certificate that nobody trusts", async () => {
    const door = await secured(selfSigned("shop.example.com"));
    expect(await send(door, asked({ isNamed: false }))).toMatchObject({
      ...{ status: 0, problem: expect.stringContaining("self-signed") as string },
    });
  });
});
