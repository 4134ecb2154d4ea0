import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectDocker } from "../../../docker/connect.ts";
import { asUnreachable, UnreachableError } from "../../../docker/unreachable.ts";
import { EXIT } from "../../../model/errors.ts";

const SOCKET = "unix:///var/run/docker.sock";

/** What Node.js throws where there is no way. */
function failed(syscall: string, code: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { syscall, code });
}

describe("an engine that cannot be reached", () => {
  it.each([
    ["a socket of others", SOCKET, "connect", "EACCES", `\`sudo usermod -aG docker ${userInfo().username}\``],
    [
      "a socket that is not there",
      SOCKET,
      "connect",
      "ENOENT",
      "There is no such socket: install and start Docker, or",
    ],
    ["a socket nobody listens on", SOCKET, "connect", "ECONNREFUSED", "Start it (`sudo systemctl start docker`), or"],
    ["a name nobody knows", "tcp://prod-1:2376", "getaddrinfo", "ENOTFOUND", "Nobody knows that name"],
    [
      "a port nobody listens on",
      "tcp://prod-1:2376",
      "connect",
      "ECONNREFUSED",
      "see that a firewall lets you through",
    ],
    ["a machine that is out of reach", "tcp://prod-1:2376", "connect", "EHOSTUNREACH", "or correct `tidegate:host`."],
  ])("says what to do about %s", (_, host, syscall, code, remedy) => {
    const error = asUnreachable(host, failed(syscall, code));
    expect(error?.exitCode).toBe(EXIT.input);
    expect(error?.message).toContain(`host: cannot reach the Docker engine at ${host} (${syscall} ${code}). `);
    expect(error?.message).toContain(remedy);
  });

  it("does not advise to start an engine that this user may not use", () => {
    expect(asUnreachable(SOCKET, failed("connect", "EACCES"))?.message).not.toContain("Start it");
  });

  it("takes the first of several addresses that failed", () => {
    const all = new AggregateError([failed("connect", "ECONNREFUSED"), failed("connect", "ENETUNREACH")]);
    expect(asUnreachable("tcp://localhost:1", all)?.message).toContain("(connect ECONNREFUSED)");
  });

  it.each([
    ["an answer of the engine's", Object.assign(new Error("no such container"), { statusCode: 404 })],
    ["a connection that broke", failed("read", "ECONNRESET")],
    ["an interrupted question", new DOMException("aborted", "AbortError")],
    ["what is no error", "text"],
  ])("is not mixed up with %s", (_, error) => {
    expect(asUnreachable(SOCKET, error)).toBeUndefined();
  });

  describe("asked through a client", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "tg-unreachable-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is named by every question, not by the first alone", async () => {
      const docker = connectDocker(`unix://${folder}/none.sock`);
      const questions = [
        docker.ping(),
        docker.listContainers(),
        docker.getContainer("a").inspect(),
        docker.getContainer("a").logs({ follow: true, stdout: true }),
        docker.getVolume("a").remove(),
      ];
      for (const question of questions) {
        await expect(question).rejects.toThrow(UnreachableError);
        await expect(question).rejects.toThrow(`host: cannot reach the Docker engine at unix://${folder}/none.sock`);
      }
    });

    it("is no engine that hangs up in the middle", async () => {
      const server = createServer((socket) => socket.destroy()).listen(join(folder, "s"));
      try {
        const question = connectDocker(`unix://${folder}/s`).ping();
        await expect(question).rejects.not.toBeInstanceOf(UnreachableError);
      } finally {
        server.close();
      }
    });
  });
});
