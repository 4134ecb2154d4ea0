import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectDocker } from "../../../docker/connect.ts";
import { NO_LOGIN } from "../../../docker/images/registry-login.ts";
import { resolveDigest } from "../../../docker/images/resolve-digest.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const IMAGE = "registry.test:5000/team/shop:1.4.2";
const REPOSITORY = "registry.test:5000/team/shop";

let server: Server | undefined;
afterEach(() => void server?.close());

/** An engine that gets this answer from the registry, and holds the image with these digests; null for none. */
async function engine(registry: { status: number; body: object }, held: readonly string[] | null = null) {
  server = createServer((request, response) => {
    const isQuestion = request.url?.includes("/distribution/") === true;
    const [status, body] = isQuestion
      ? [registry.status, registry.body]
      : [held === null ? 404 : 200, held === null ? { message: "No such image" } : { RepoDigests: held }];
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return connectDocker(`tcp://127.0.0.1:${port}`);
}

const GONE = { status: 500, body: { message: "dial tcp: connection refused" } };
const resolve = async (docker: Awaited<ReturnType<typeof engine>>, image = IMAGE) =>
  await resolveDigest(docker, image, NO_LOGIN);

describe("the digest of an image", () => {
  it("is what the registry says its tag names now", async () => {
    const answer = { status: 200, body: { Descriptor: { digest: digest("a") } } };
    const docker = await engine(answer, [`${REPOSITORY}@${digest("b")}`]);
    expect(await resolve(docker)).toEqual({ reference: `${IMAGE}@${digest("a")}`, digest: digest("a") });
    expect((await resolve(docker, `${REPOSITORY}:latest`)).reference).toBe(`${REPOSITORY}@${digest("a")}`);
  });

  it("is asked of nobody where the name has it", async () => {
    const reference = `${REPOSITORY}@${digest("a")}`;
    expect(await resolve(await engine(GONE), reference)).toEqual({ reference, digest: digest("a") });
  });

  it("is what the engine got under this name, where the registry is gone", async () => {
    const docker = await engine(GONE, [`elsewhere.test/shop@${digest("c")}`, `${REPOSITORY}@${digest("b")}`]);
    expect(await resolve(docker)).toEqual({
      ...{ reference: `${IMAGE}@${digest("b")}`, digest: digest("b"), registryGone: "dial tcp: connection refused" },
    });
  });

  it.each([
    ["nothing", null],
    ["an image that never came from there", [`elsewhere.test/shop@${digest("c")}`]],
    ["two builds under the name", [`${REPOSITORY}@${digest("a")}`, `${REPOSITORY}@${digest("b")}`]],
  ])("is refused where the registry is gone and the engine holds %s", async (_what, held) => {
    await expect(resolve(await engine(GONE, held))).rejects.toThrow("nothing else proves which build this is");
  });

  it.each([401, 403, 404])("is refused where the registry answers %i, whatever the engine holds", async (status) => {
    const docker = await engine({ status, body: { message: "denied" } }, [`${REPOSITORY}@${digest("b")}`]);
    await expect(resolve(docker)).rejects.toThrow(`the registry does not give ${IMAGE}: denied.`);
  });

  it.each([REPOSITORY, "Not An Image"])("is refused for %j, which names no build", async (image) => {
    await expect(resolve(await engine(GONE), image)).rejects.toThrow("--image: must name one build");
  });
});
