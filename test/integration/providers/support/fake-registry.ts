import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { docker } from "./fixture.ts";

export interface FakeRegistry {
  /** `127.0.0.1:<port>`, which the engine pulls from without TLS. */
  address: string;
  /** Name of its only image. */
  image: string;
  digest: string;
  /** Who asked for a manifest: user names, or `nobody`. */
  pulls: string[];
  /** Whether somebody waits for the rest of the layer. */
  readonly stalled: boolean;
}

export interface FakeRegistryOptions {
  /** `name:password` that a pull must come with. */
  login?: string;
  /** Answers the layer's first bytes and then no more. */
  stalls?: boolean;
}

/** A registry on loopback with one small image of random content; closed, and the image removed, when the test ends. */
export async function useFakeRegistry({ login, stalls = false }: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const layer = tarOf("note", randomBytes(2_048));
  const config = json({
    architecture: "amd64",
    os: "linux",
    config: { Cmd: ["/note"] },
    rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
  });
  const packed = gzipSync(layer);
  const manifest = json({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: descriptor("application/vnd.docker.container.image.v1+json", config),
    layers: [descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", packed)],
  });
  const blobs = new Map([config, packed].map((blob) => [digestOf(blob), blob]));
  const pulls: string[] = [];
  let stalled = false;

  const server = createServer((request, response) => {
    const url = request.url ?? "";
    const given = Buffer.from((request.headers.authorization ?? "").replace("Basic ", ""), "base64").toString();
    if (login !== undefined && given !== login) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
      return;
    }
    if (url === "/v2/") {
      response.end("{}");
    } else if (/\/manifests\/(?:1\.0|sha256:)/.test(url) && (url.endsWith("1.0") || url.endsWith(digestOf(manifest)))) {
      pulls.push(given.split(":")[0] || "nobody");
      response.setHeader("content-type", "application/vnd.docker.distribution.manifest.v2+json");
      response.setHeader("docker-content-digest", digestOf(manifest));
      response.setHeader("content-length", manifest.length);
      response.end(request.method === "HEAD" ? undefined : manifest);
    } else {
      const blob = blobs.get(url.split("/").at(-1) ?? "");
      if (blob === undefined) response.writeHead(404).end();
      else if (stalls && blob === packed) {
        response.writeHead(200, { "content-length": blob.length }).write(blob.subarray(0, 10));
        stalled = true;
      } else response.end(blob);
    }
  });
  const address = `127.0.0.1:${await listen(server)}`;
  const image = `${address}/acme/note`;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    const left = await docker.listImages({ filters: JSON.stringify({ reference: [image] }) });
    for (const { Id } of left) await docker.getImage(Id).remove({ force: true });
  });
  return {
    address,
    image,
    digest: digestOf(manifest),
    pulls,
    get stalled() {
      return stalled;
    },
  };
}

function descriptor(mediaType: string, content: Buffer) {
  return { mediaType, size: content.length, digest: digestOf(content) };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A tar archive with one file (POSIX.1-1988, ustar). */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o755, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write("        ", 148); // the sum counts its own field as blanks
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    ),
    148,
  );
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding, Buffer.alloc(1_024)]);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      if (typeof bound === "object" && bound !== null) resolve(bound.port);
    });
  });
}
