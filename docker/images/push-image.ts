import type Docker from "dockerode";
import { InputError } from "../../model/errors.ts";
import { orRefused, readEngineOutput } from "./engine-output.ts";
import { NO_LOGIN, type RegistryLogin } from "./registry-login.ts";

/** Pushes an image that the engine has by this name; returns the digest (`sha256:…`) that the registry gave it. */
export async function pushImage(
  docker: Docker,
  reference: string,
  { remedy, login = NO_LOGIN }: { remedy: string; login?: RegistryLogin },
): Promise<string> {
  const what = `pushing ${reference}`;
  const pushing = docker.getImage(reference).push({ authconfig: login });
  const pushed = await readEngineOutput(await orRefused(what, pushing), { what, remedy });
  const digest = pushed.find((line) => line.aux?.Digest !== undefined)?.aux?.Digest;
  if (digest === undefined) throw new InputError(`pushing ${reference}: the engine named no digest. Run this again.`);
  return digest;
}

/** `127.0.0.1:5000/shop:1` → `127.0.0.1:5000/shop` and `1`. */
export function splitTag(reference: string): { repo: string; tag: string } {
  const colon = reference.lastIndexOf(":");
  return { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}
