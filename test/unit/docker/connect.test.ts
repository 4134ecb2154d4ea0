import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectDocker } from "../../../docker/connect.ts";
import { InputError } from "../../../model/errors.ts";

let folder: string;
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tg-connect-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

/** Something that answers `/info` with its name, as an engine would; returns its address. */
async function engineCalled(name: string, at: string | 0): Promise<string> {
  const server = createServer((_, response) => response.end(JSON.stringify({ ID: name })));
  servers.push(server);
  await new Promise<void>((resolve) =>
    at === 0 ? server.listen(0, "127.0.0.1", resolve) : server.listen(at, resolve),
  );
  const address = server.address();
  return typeof address === "object" && address !== null ? `tcp://127.0.0.1:${address.port}` : `unix://${at}`;
}

describe("connectDocker", () => {
  it.each([
    ["DOCKER_HOST", (other: string) => ({ DOCKER_HOST: other })],
    ["DOCKER_HOST that is no address", () => ({ DOCKER_HOST: "tcp://:::" })],
    ["DOCKER_HOST over ssh", () => ({ DOCKER_HOST: "ssh://nobody@127.0.0.1:1" })],
    ["DOCKER_TLS_VERIFY", (other: string) => ({ DOCKER_HOST: other, DOCKER_TLS_VERIFY: "1" })],
    ["DOCKER_PATH_PREFIX", (other: string) => ({ DOCKER_HOST: other, DOCKER_PATH_PREFIX: "/other" })],
    ["DOCKER_CLIENT_TIMEOUT", (other: string) => ({ DOCKER_HOST: other, DOCKER_CLIENT_TIMEOUT: "1" })],
    ["DOCKER_CERT_PATH", (other: string) => ({ DOCKER_HOST: other, DOCKER_CERT_PATH: "/nowhere" })],
    ["DOCKER_CONTEXT", () => ({ DOCKER_CONTEXT: "other" })],
  ])("asks the declared socket, whatever %s says", async (_, variables) => {
    const declared = await engineCalled("declared", join(folder, "declared"));
    const other = await engineCalled("other", 0);
    for (const [name, value] of Object.entries(variables(other))) vi.stubEnv(name, value);
    expect(await connectDocker(declared).info()).toEqual({ ID: "declared" });
  });

  it("asks the declared port, whatever DOCKER_HOST says, and leaves the variable as it was", async () => {
    const declared = await engineCalled("declared", 0);
    const other = await engineCalled("other", join(folder, "other"));
    vi.stubEnv("DOCKER_HOST", other);
    expect(await connectDocker(declared).info()).toEqual({ ID: "declared" });
    expect(process.env["DOCKER_HOST"]).toBe(other);
  });

  it("takes certificates for tcp:// from DOCKER_CERT_PATH", () => {
    for (const name of ["ca.pem", "cert.pem", "key.pem"]) writeFileSync(join(folder, name), name);
    vi.stubEnv("DOCKER_CERT_PATH", folder);
    const { modem } = connectDocker("tcp://prod-1:2376");
    expect(modem).toMatchObject({ protocol: "https", host: "prod-1", port: 2376, ca: Buffer.from("ca.pem") });
  });

  it.each(["foo", "", "http://prod-1:2376", "prod-1:2376"])("refuses %j, which is no address", (host) => {
    expect(() => connectDocker(host)).toThrow(InputError);
    expect(() => connectDocker(host)).toThrow(`tidegate:host: must be an engine address, got ${JSON.stringify(host)}.`);
  });
});
