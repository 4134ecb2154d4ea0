import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { InputError } from "../../model/errors.ts";

/** What the engine takes as a sign-in to a registry. */
export type RegistryLogin =
  { username: string; password: string; serveraddress: string } | { identitytoken: string; serveraddress: string };

/** The engine wants credentials to be named even where none are needed. */
export const NO_LOGIN: RegistryLogin = { username: "", password: "", serveraddress: "" };

/** The name of the engine's default registry in the file and with the helpers. */
const DEFAULT_REGISTRY = "https://index.docker.io/v1/";

/** What a helper gives as user name when its secret is a token (docker-credential-helpers, README). */
const TOKEN = "<token>";

// The Docker CLI's config.json: https://docs.docker.com/reference/cli/docker/login/
const configSchema = z.object({
  auths: z
    .record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});
const credentialSchema = z.object({ Username: z.string(), Secret: z.string() });

/**
 * What `docker login` has kept for a registry (undefined: the default one): with a helper of the registry's own, with the
 * common helper, or in the file itself; {@link NO_LOGIN} where there is nothing. Throws an InputError when the file cannot be
 * read as one, or when a helper is not installed.
 */
export async function registryLogin(
  registry: string | undefined,
  folder = process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker"),
): Promise<RegistryLogin> {
  const serveraddress = registry ?? DEFAULT_REGISTRY;
  const { auths = {}, credsStore, credHelpers = {} } = readConfig(join(folder, "config.json"));
  const helper = credHelpers[serveraddress] ?? credsStore;
  if (helper !== undefined) return (await askHelper(helper, serveraddress)) ?? NO_LOGIN;
  const { auth, identitytoken } = auths[serveraddress] ?? auths[`https://${serveraddress}`] ?? {};
  if (identitytoken !== undefined && identitytoken !== "") return { identitytoken, serveraddress };
  if (auth === undefined) return NO_LOGIN;
  const [, username = "", password = ""] = /^([^:]*):([^]*)$/.exec(Buffer.from(auth, "base64").toString("utf8")) ?? [];
  return { username, password, serveraddress };
}

function readConfig(path: string): z.infer<typeof configSchema> {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  try {
    return configSchema.parse(JSON.parse(content));
  } catch {
    throw new InputError(`${path}: is not what \`docker login\` writes. Correct it, or sign in again.`); // quotes no secret
  }
}

/** Asks `docker-credential-<helper>`; undefined when it knows nothing of the registry. */
async function askHelper(helper: string, serveraddress: string): Promise<RegistryLogin | undefined> {
  const program = `docker-credential-${helper}`;
  const child = spawn(program, ["get"], { stdio: ["pipe", "pipe", "ignore"] });
  const started = new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", () =>
      reject(new InputError(`${program}: cannot be run, but \`docker login\` keeps the password with it. Install it.`)),
    );
  });
  child.stdin.on("error", () => undefined); // it need not read its input to the end
  await started;
  child.stdin.end(serveraddress);
  const found = credentialSchema.safeParse(parseJson(await text(child.stdout)));
  if (!found.success) return undefined;
  const { Username: username, Secret: password } = found.data;
  return username === TOKEN ? { identitytoken: password, serveraddress } : { username, password, serveraddress };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // a sentence: that it has none
  }
}
