import { createHash } from "node:crypto";

/** Puts blobs and manifests into a registry on loopback, byte by byte: for images whose digest a test must know beforehand. */
export class Repository {
  readonly #base: string;

  constructor(reference: string) {
    const [host = "", ...path] = reference.split("/");
    this.#base = `http://${host}/v2/${path.join("/")}`;
  }

  async blob(content: Buffer): Promise<string> {
    const digest = digestOf(content);
    const begun = await expectOk(await fetch(`${this.#base}/blobs/uploads/`, { method: "POST" }));
    const place = new URL(begun.headers.get("location") ?? "", this.#base);
    place.searchParams.set("digest", digest);
    const headers = { "content-type": "application/octet-stream" };
    await expectOk(await fetch(place, { method: "PUT", headers, body: new Uint8Array(content) }));
    return digest;
  }

  /** Under a tag; returns its digest. */
  async manifest(tag: string, content: Buffer): Promise<string> {
    const { mediaType } = JSON.parse(content.toString("utf8")) as { mediaType: string }; // the tests write it
    const url = `${this.#base}/manifests/${tag}`;
    const headers = { "content-type": mediaType };
    await expectOk(await fetch(url, { method: "PUT", headers, body: new Uint8Array(content) }));
    return digestOf(content);
  }
}

export function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

async function expectOk(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
