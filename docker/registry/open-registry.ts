import { createHash } from "node:crypto";
import { readBoundedBody } from "../../model/bounded-body.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { isLoopback } from "../../model/loopback.ts";
import { registryLogin, type RegistryLogin } from "../images/registry-login.ts";
import { askForToken, basicHeader } from "./authorize.ts";

/** The part of a registry that one image's repository is. */
export interface Registry {
  /** By tag or digest; null where the registry has none of that name. */
  manifest: (reference: string) => Promise<StoredManifest | null>;
  /** Index of what refers to a digest; null where the registry keeps none. */
  referrers: (digest: string) => Promise<unknown>;
  /** A small blob, such as an image's config. */
  blob: (digest: string) => Promise<Buffer>;
}

export interface StoredManifest {
  /** `sha256:…` of its bytes. */
  digest: string;
  body: unknown;
}

export interface RegistryOptions {
  signal: AbortSignal;
  /** Default: what `docker login` has kept. */
  login?: RegistryLogin;
}

/** Manifests, configs and signatures are texts of some kilobytes. */
const MAX_BYTES = 4 * 1024 ** 2;

/** How long one answer may take. */
const ANSWER_WITHIN_MS = 10_000;

const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/**
 * Reads from the registry of an image, from this machine and by HTTP (OCI distribution specification 1.1): without TLS on loopback,
 * with it elsewhere. What is asked for by digest must have that digest. Throws an InputError where the registry is out of reach or
 * refuses.
 */
export async function openRegistry(image: string, { signal, login }: RegistryOptions): Promise<Registry> {
  const { registry, repository } = parseImageReference(image) ?? {};
  if (repository === undefined) throw new InputError(`${image}: is no image reference.`);
  const host = registry === undefined || registry === "docker.io" ? "registry-1.docker.io" : registry;
  const path = host === "registry-1.docker.io" && !repository.includes("/") ? `library/${repository}` : repository;
  const base = `${isLoopback(host) ? "http" : "https"}://${host}/v2/${path}`;
  const known = login ?? (await registryLogin(registry));
  let authorization = basicHeader(known);

  async function read(place: string, accept: string): Promise<Buffer | null> {
    const url = `${base}/${place}`;
    const get = () => request(url, { accept, ...(authorization === undefined ? {} : { authorization }) }, signal);
    let answer = await get();
    const challenge = answer.status === 401 ? answer.headers.get("www-authenticate") : null;
    if (challenge !== null && /^bearer /i.test(challenge)) {
      authorization = await askForToken(challenge, { login: known, repository: path, signal });
      answer = await get();
    }
    if (answer.status === 404) return null;
    if (answer.ok) return await readBody(answer, url);
    const remedy = answer.status < 500 ? "Sign in with `docker login`, or correct the name." : "Run again later.";
    throw new InputError(`the registry ${host} answers ${answer.status} for ${path}. ${remedy}`);
  }

  return {
    async manifest(reference) {
      const bytes = await read(`manifests/${reference}`, MANIFEST_TYPES);
      if (bytes === null) return null;
      const digest = digestOf(bytes);
      if (reference.includes(":") && reference !== digest) throw otherContent(reference, digest);
      return { digest, body: parseBody(bytes, host) };
    },
    async referrers(digest) {
      const bytes = await read(`referrers/${digest}`, MANIFEST_TYPES);
      return bytes === null ? null : parseBody(bytes, host);
    },
    async blob(digest) {
      const bytes = await read(`blobs/${digest}`, "*/*");
      if (bytes === null)
        throw new InputError(`the registry ${host} has no ${digest} in ${path}. Push the image again.`);
      if (digestOf(bytes) !== digest) throw otherContent(digest, digestOf(bytes));
      return bytes;
    },
  };
}

async function request(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]) });
  } catch (error) {
    throw unreachable(url, error);
  }
}

async function readBody(answer: Response, url: string): Promise<Buffer> {
  const body = await readBoundedBody(answer, MAX_BYTES).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  if (body === null) throw new InputError(`${url}: is above ${MAX_BYTES} bytes, which no manifest or config is.`);
  return body;
}

function unreachable(url: string, cause: unknown): InputError {
  const { host } = new URL(url);
  const { message = String(cause) } = (
    cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  ) as {
    message?: string; // of whatever was thrown
  };
  return new InputError(`the registry ${host} is out of reach from this machine (${message}).`, { cause });
}

function parseBody(bytes: Buffer, host: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch (cause) {
    throw new InputError(`what answers at ${host} is no registry. Correct the image's name.`, { cause });
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function otherContent(wanted: string, got: string): InputError {
  return new InputError(`the registry gave other content than was asked for: ${got} for ${wanted}. Do not trust it.`);
}
