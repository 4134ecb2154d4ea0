import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { resolveAwsImage } from "../../../../cli/aws/resolve-image.ts";

const MANIFEST = '{"schemaVersion":2}';
const DIGEST = `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`;

/** Name of an image without its tag, of a registry that has one tag of it, 1.5.0. */
async function repository(): Promise<string> {
  const server = createServer(({ url }, response) => {
    if (url === "/v2/team/shop/manifests/1.5.0") response.end(MANIFEST);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}/team/shop`; // of a server that listens
}

it("asks the registry which build a tag names", async () => {
  const image = `${await repository()}:1.5.0`;
  expect(await resolveAwsImage(image)).toEqual({ reference: `${image}@${DIGEST}`, digest: DIGEST });
});

it("asks nobody for a build that is named by its digest", async () => {
  const image = `registry.invalid/shop:1.5.0@${DIGEST}`;
  expect(await resolveAwsImage(image)).toEqual({ reference: image, digest: DIGEST });
});

it("says of what is not there, and of what names no build, what is wrong", async () => {
  const name = await repository();
  await expect(resolveAwsImage(`${name}:2`)).rejects.toThrow(`--image: the registry has no ${name}:2.`);
  await expect(resolveAwsImage(name)).rejects.toThrow("--image: must name one build");
});
