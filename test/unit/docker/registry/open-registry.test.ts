import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { NO_LOGIN, type RegistryLogin } from "../../../../docker/images/registry-login.ts";
import { openRegistry } from "../../../../docker/registry/open-registry.ts";

const MANIFEST = '{"schemaVersion":2}';
const DIGEST = `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`;
const JANE: RegistryLogin = { username: "jane", password: "a-password", serveraddress: "" };

type Answer = (request: IncomingMessage, response: ServerResponse, address: string) => unknown;

/** A registry that answers so, opened as `jane` unless another login is given. */
async function registry(answer: Answer, login: RegistryLogin = JANE) {
  const server = createServer((request, response) => void answer(request, response, address));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`; // of a server that listens
  const image = `${address}/team/shop:1`;
  return { address, ...(await openRegistry(image, { signal: AbortSignal.timeout(5_000), login })) };
}

describe("a registry", () => {
  it("gives a manifest by its tag, with the digest of its bytes", async () => {
    const { manifest } = await registry(({ url }, response) =>
      response.end(url === "/v2/team/shop/manifests/1" ? MANIFEST : ""),
    );
    expect(await manifest("1")).toEqual({ digest: DIGEST, body: { schemaVersion: 2 } });
  });

  it("is not believed where it gives something else than was asked for", async () => {
    const { manifest, blob } = await registry((_request, response) => response.end("{}"));
    await expect(manifest(DIGEST)).rejects.toThrow("the registry gave other content than was asked for");
    await expect(blob(DIGEST)).rejects.toThrow("the registry gave other content than was asked for");
  });

  it("says of what is not there that it is not", async () => {
    const { manifest, referrers, blob } = await registry((_request, response) => response.writeHead(404).end());
    expect(await manifest("1")).toBeNull();
    expect(await referrers(DIGEST)).toBeNull();
    await expect(blob(DIGEST)).rejects.toThrow(/has no sha256:\w+ in team\/shop\. Push the image again\./);
  });

  it("is signed in to with name and password", async () => {
    const { manifest } = await registry(({ headers }, response) => {
      response.writeHead(headers.authorization === `Basic ${btoa("jane:a-password")}` ? 200 : 401).end(MANIFEST);
    });
    expect(await manifest("1")).not.toBeNull();
  });

  it.each<[string, RegistryLogin, string]>([
    ["a password", JANE, `GET service=here&scope=repository%3Ateam%2Fshop%3Apull Basic ${btoa("jane:a-password")} `],
    ["nothing", NO_LOGIN, "GET service=here&scope=repository%3Ateam%2Fshop%3Apull  "],
    [
      "an identity token",
      { identitytoken: "kept", serveraddress: "" },
      "POST   grant_type=refresh_token&client_id=tidegate&refresh_token=kept&service=here&scope=repository%3Ateam%2Fshop%3Apull",
    ],
  ])("is asked with the token that its token server gives for %s", async (_what, login, asked) => {
    const questions: string[] = [];
    const { manifest } = await registry(async (request, response, address) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://registry.test");
      if (pathname === "/token") {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        questions.push(`${request.method} ${searchParams.toString()} ${request.headers.authorization ?? ""} ${body}`);
        response.end('{"token":"t"}');
      } else if (request.headers.authorization === "Bearer t") response.end(MANIFEST);
      else {
        const challenge = `Bearer realm="http://${address}/token",service="here",scope="repository:team/shop:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      }
    }, login);
    expect(await manifest("1")).not.toBeNull();
    expect(questions).toEqual([asked]);
  });

  it.each([
    [401, "answers 401 for team/shop. Sign in with `docker login`, or correct the name."],
    [503, "answers 503 for team/shop. Run again later."],
  ])("that answers %i is told", async (status, problem) => {
    const { manifest } = await registry((_request, response) => response.writeHead(status).end());
    await expect(manifest("1")).rejects.toThrow(problem);
  });

  it("that nobody answers for, or that gives no end of bytes, is told", async () => {
    const gone = await openRegistry("127.0.0.1:1/shop:1", { signal: AbortSignal.timeout(5_000), login: NO_LOGIN });
    await expect(gone.manifest("1")).rejects.toThrow(
      /^the registry 127\.0\.0\.1:1 is out of reach from this machine \(/,
    );
    const { manifest } = await registry((_request, response) => response.end(Buffer.alloc(4 * 1024 ** 2 + 1)));
    await expect(manifest("1")).rejects.toThrow("is above 4194304 bytes, which no manifest or config is.");
  });
});
