import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PrometheusLogin } from "../../../../agent/prometheus/login.ts";
import { queryPrometheus } from "../../../../agent/prometheus/query-prometheus.ts";
import { freePorts } from "../../../support/free-port.ts";

const ONE = JSON.stringify({ status: "success", data: { resultType: "scalar", result: [1, "1"] } });

let folder: string;
let server: Server;
let listener: RequestListener;
/** What was asked, in a few words. */
let asked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-prometheus-"));
  asked = [];
  server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  rmSync(folder, { recursive: true });
});

const answerOne: RequestListener = (request, response) => {
  const { method, url, headers } = request;
  void text(request).then((body) => {
    asked.push([method, url, headers.authorization ?? "nobody", body].join(" "));
    response.end(ONE);
  });
};
const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const query = (more: { login?: PrometheusLogin; path?: string; timeoutMs?: number } = {}) => {
  const { path = "", timeoutMs = 5_000, ...login } = more;
  return queryPrometheus({ url: `http://${host()}${path}`, timeoutMs, ...login }, 'sum(x{a="b"})');
};
const secretFile = (secret: string) => {
  const path = join(folder, "secret");
  writeFileSync(path, secret);
  return path;
};

describe("what is asked", () => {
  beforeEach(() => {
    listener = answerOne;
  });

  it.each(["", "/", "/eu", "/eu/"])("is one question below the path %j, with the time that there is", async (path) => {
    expect(await query({ path })).toEqual({ kind: "value", value: 1 });
    const below = path.replace(/\/$/, "");
    expect(asked).toEqual([`POST ${below}/api/v1/query nobody query=sum%28x%7Ba%3D%22b%22%7D%29&timeout=5000ms`]);
  });

  it("carries a token as its file has it now", async () => {
    const login = { tokenFile: secretFile("first\n") };
    await query({ login });
    secretFile("second");
    await query({ login });
    expect(asked.map((line) => line.split(" ").slice(2, 4).join(" "))).toEqual(["Bearer first", "Bearer second"]);
  });

  it("carries a name and its password", async () => {
    await query({ login: { username: "agent", passwordFile: secretFile("s3cret word\n") } });
    expect(asked[0]).toContain(`Basic ${Buffer.from("agent:s3cret word").toString("base64")} `);
  });

  it.each([
    ["two lines", "one\ntwo\n", /secret: must hold one line of printable ASCII characters\. Write it again\.$/],
    ["nothing", "\n", /secret: must hold one line/],
  ])("is nothing where the secret's file holds %s, which is not told", async (_, secret, why) => {
    const reading = await query({ login: { tokenFile: secretFile(secret) } });
    expect(reading).toEqual({ kind: "error", why: expect.stringMatching(why) as string });
    expect(JSON.stringify(reading)).not.toContain("two");
    expect(asked).toEqual([]);
  });

  it("is nothing where there is no such file", async () => {
    const reading = await query({ login: { tokenFile: join(folder, "none") } });
    expect(reading).toMatchObject({ kind: "error", why: expect.stringContaining("none: cannot be opened") as string });
  });
});

describe("a server that is no help", () => {
  it.each<[string, RequestListener]>([
    ["does not answer", () => undefined],
    ["begins an answer and does not end it", (_, response) => void response.write(ONE.slice(0, 10))],
  ])("that %s is left after the time there is", async (_, hang) => {
    listener = hang;
    expect(await query({ timeoutMs: 100 })).toEqual({ kind: "error", why: `${host()} does not answer within 100ms.` });
  });

  it("breaks off", async () => {
    listener = (request) => request.socket.destroy();
    expect(await query()).toMatchObject({ kind: "error", why: expect.stringContaining("is out of reach: ") as string });
  });

  it("never ends what it says", async () => {
    listener = (_, response) => {
      const more = () => response.write("x".repeat(16_384), more);
      more();
    };
    expect(await query()).toEqual({
      kind: "error",
      why: `${host()} answers with more than 64 KiB: ask for one number.`,
    });
  });

  it("sends elsewhere, and is not followed with the login", async () => {
    listener = (request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(307, { location: `http://${host()}/elsewhere` }).end();
    };
    const reading = await query({ login: { tokenFile: secretFile("first") } });
    expect(reading).toMatchObject({
      kind: "error",
      why: `${host()} redirects, which is not followed. Name the address behind it.`,
    });
    expect(asked).toEqual(["/api/v1/query"]);
  });

  it("is not there", async () => {
    const [port] = await freePorts(1);
    const reading = await queryPrometheus({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 }, "x");
    expect(reading).toEqual({
      kind: "error",
      why: `127.0.0.1:${port} is out of reach: connect ECONNREFUSED 127.0.0.1:${port}.`,
    });
  });

  it.each(["prometheus", "ftp://127.0.0.1", "http://agent:secret@127.0.0.1"])(
    "has no such address: %s",
    async (url) => {
      const reading = await queryPrometheus({ url, timeoutMs: 5_000 }, "x");
      expect(reading).toEqual({
        kind: "error",
        why: "the address of Prometheus must be one of http or https, without a login in it.",
      });
    },
  );
});
