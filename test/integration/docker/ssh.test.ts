import { join } from "node:path";
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { execIn } from "../../../docker/exec.ts";
import { InputError } from "../../../model/errors.ts";
import { startSshHost, type SshHost } from "../../support/ssh-host.ts";
import { removeContainer } from "../../support/remove-all.ts";
import { runProcess } from "../../support/run-process.ts";
import { setUpImage } from "../../support/images.ts";

let host: SshHost;
beforeAll(async () => {
  host = await startSshHost();
  vi.stubEnv("PATH", host.path);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await host.remove();
});

describe("an engine over ssh", () => {
  it("refuses a host whose key nobody knows, and names the command that shows and adds it", async () => {
    await host.know("nothing");
    const asked = connectDocker(host.address).info();
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(
      /Host key verification failed[^]*ssh -p \d+ root@127\.0\.0\.1` shows its key and asks/,
    );
  });

  it("refuses a host whose key has changed, and names the commands that look at it", async () => {
    await host.know("another key");
    const asked = connectDocker(host.address).info();
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(/IDENTIFICATION HAS CHANGED[^]*ssh-keygen -R '\[127\.0\.0\.1\]:\d+'/);
  });

  it("lets nobody in while the key is not the known one", async () => {
    expect(await host.connections()).toBe(0);
  });

  describe("with the right key", () => {
    let docker: Docker;
    beforeEach(async () => {
      await host.know("key");
      docker = connectDocker(host.address);
    });

    it("answers as the engine itself does, many questions at once over one connection", async () => {
      const before = await host.connections();
      const { ID } = (await connectDocker(LOCAL_HOST).info()) as { ID: string }; // the engine's own answer
      const answers = await Promise.all(Array.from({ length: 30 }, () => docker.info() as Promise<{ ID: string }>));
      expect(answers.map((answer) => answer.ID)).toEqual(Array(30).fill(ID));
      expect(await connectDocker(host.address).info()).toMatchObject({ ID });
      expect((await host.connections()) - before).toBe(1);
    });

    it("answers questions while more streams are open than one connection takes", async () => {
      const open = Array.from({ length: 12 }, () => docker.getEvents() as Promise<Readable>); // answers of Node's HTTP client
      const streams = await Promise.all(open);
      await expect(docker.ping()).resolves.toBeDefined();
      for (const stream of streams) stream.on("error", () => undefined).destroy();
    });

    it("goes over a connection that the user keeps open", async () => {
      vi.stubEnv("PATH", host.keepOpen());
      const before = await host.connections();
      // Another address of the same engine: what this process knows of the first one is no help.
      await expect(connectDocker(`${host.address}/var/run/docker.sock`).ping()).resolves.toBeDefined();
      vi.stubEnv("PATH", host.path);
      expect(await host.connections()).toBe(before);
    });

    it("survives Ctrl-C on the terminal, which reaches every process of the run's group", async () => {
      const script = join(import.meta.dirname, "interrupted-client.ts");
      const ran = await runProcess(process.execPath, [script, host.address], {
        cwd: import.meta.dirname,
        env: { ...process.env, PATH: host.path },
        timeoutMs: 30_000,
      });
      expect(ran.stdout).toBe("still listening\n");
    });

    it("runs commands in containers with standard input, output and exit code", async () => {
      const container = await connectDocker(LOCAL_HOST).createContainer({
        Image: setUpImage("sshd"),
        Cmd: ["sleep", "60"],
      });
      try {
        await container.start();
        const text = "x".repeat(300_000);
        const ran = await execIn(docker, container.id, ["sh", "-c", "cat; echo complaint >&2; exit 7"], {
          stdin: text,
        });
        expect(ran).toEqual({ exitCode: 7, stdout: text, stderr: "complaint\n" });
      } finally {
        await removeContainer(container);
      }
    });

    it("fails what is asked when the connection is killed, says so, and connects again", async () => {
      const events = await docker.getEvents();
      const ended = new Promise((resolve) => events.on("error", resolve).on("end", resolve).on("close", resolve));
      events.resume();
      await host.cut();
      await ended;
      await expect(connectDocker(host.address).ping()).resolves.toBeDefined();
      await expect(docker.ping()).resolves.toBeDefined();
    });

    it("notices a host that vanished", async () => {
      await docker.ping();
      await host.vanish();
      try {
        await expect(docker.info()).rejects.toThrow();
      } finally {
        await host.comeBack();
      }
      await expect(connectDocker(host.address).ping()).resolves.toBeDefined();
    }, 60_000);
  });

  it("says what is missing where there is no engine behind the host's socket", async () => {
    await host.know("key");
    await expect(connectDocker(`${host.address}/nowhere.sock`).info()).rejects.toThrow(
      /no way to the Docker engine of root@127\.0\.0\.1: .*nowhere\.sock/,
    );
  });
});
