import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { NO_LOGIN, registryLogin } from "../../../docker/images/registry-login.ts";

const REGISTRY = "registry.example.com:5000";
const { PATH } = process.env;
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "tidegate-login-"))));
afterEach(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true });
});

const write = (config: unknown) => writeFileSync(join(folder, "config.json"), JSON.stringify(config));
const login = (registry: string | undefined = REGISTRY) => registryLogin(registry, folder);
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A helper on PATH that knows one registry. */
function install(name: string, registry: string, answer: object): void {
  const file = join(folder, `docker-credential-${name}`);
  const script = [
    "#!/bin/sh",
    '[ "$1" = get ] || exit 2',
    `if [ "$(cat)" = "${registry}" ]; then echo '${JSON.stringify(answer)}'; exit; fi`,
    "echo credentials not found in native keychain; exit 1",
  ];
  writeFileSync(file, `${script.join("\n")}\n`);
  chmodSync(file, 0o755);
  process.env["PATH"] = `${folder}${delimiter}${PATH}`;
}

it("is nobody where there is no file, or nothing in it of this registry", async () => {
  expect(await login()).toEqual(NO_LOGIN);
  write({ auths: { "other.example.com": { auth: base64("a:b") } } });
  expect(await login()).toEqual(NO_LOGIN);
});

it("takes user name and password from the file, whatever is in the password", async () => {
  write({ auths: { [REGISTRY]: { auth: base64("deploy:hunter:2\n") } } });
  expect(await login()).toEqual({ username: "deploy", password: "hunter:2\n", serveraddress: REGISTRY });
});

it("knows the engine's default registry by its old name", async () => {
  write({ auths: { "https://index.docker.io/v1/": { auth: base64("deploy:hunter2") } } });
  expect(await registryLogin(undefined, folder)).toMatchObject({ username: "deploy" });
});

it("asks the registry's own helper before the common one, and takes a token for what it is", async () => {
  install("mine", REGISTRY, { ServerURL: REGISTRY, Username: "<token>", Secret: "t" });
  write({ credsStore: "none", credHelpers: { [REGISTRY]: "mine" } });
  expect(await login()).toEqual({ identitytoken: "t", serveraddress: REGISTRY });
  write({ credsStore: "mine" });
  expect(await login("other.example.com")).toEqual(NO_LOGIN);
});

it("says what to install where the helper is missing, and quotes nothing of a broken file", async () => {
  write({ credsStore: "none-such" });
  await expect(login()).rejects.toThrow(/^docker-credential-none-such: cannot be run.*Install it\.$/);
  writeFileSync(join(folder, "config.json"), '{"auths": hunter2');
  await expect(login()).rejects.toThrow(
    /config\.json: is not what `docker login` writes\. Correct it, or sign in again\.$/,
  );
});
