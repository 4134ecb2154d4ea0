import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeCommands, type FakeCommands } from "./fake-commands.ts";
import { runScript } from "./run-script.ts";

/** Stands for the Docker CLI: notes how it was called, and answers as told. */
const DOCKER = `
echo "$*" >> "$CALLS"
case "$1 $3" in
  "run "*) echo c1 ;;
  "port "*) echo "$ADDRESS" ;;
  "inspect {{.State.Running}}") echo "$RUNNING" ;;
  "inspect {{.State.ExitCode}}") echo "$EXIT_CODE" ;;
  "logs "*) echo "the app's last words" ;;
esac
`;

describe("the smoke of an image", () => {
  let commands: FakeCommands;
  let server: Server;
  let pages: Record<string, number>;

  beforeEach(async () => {
    commands = fakeCommands({ docker: DOCKER });
    pages = { "/healthz": 200, "/": 200 };
    server = createServer(({ url = "" }, response) => response.writeHead(pages[url] ?? 404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.close();
    commands.remove();
  });

  const smoke = async (change: NodeJS.ProcessEnv = {}) => {
    const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
    const env = {
      ...{ PATH: commands.PATH, CALLS: join(commands.folder, "calls"), ADDRESS: `127.0.0.1:${port}` },
      ...{ PORT: "3000", HEALTH_PATH: "/healthz", SMOKE_PATH: "/", RUN_AS: "10001:10001" },
      ...{ RUNNING: "true", EXIT_CODE: "0", ...change },
    };
    const ran = await runScript("smoke-image.sh", { args: ["shop:1"], env });
    return { ...ran, calls: readFileSync(join(commands.folder, "calls"), "utf8").trimEnd().split("\n") };
  };

  it("starts it hardened, waits until it is healthy, asks for the page, stops it and removes it", async () => {
    const ran = await smoke();
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toBe("smoke: shop:1 is healthy, answers / and stops when asked (exit code 0)\n");
    expect(ran.exitCode).toBe(0);
    expect(ran.calls[0]).toBe(
      "run --detach --init --read-only --tmpfs /tmp:size=64m,mode=1777 --cap-drop ALL " +
        "--security-opt no-new-privileges:true --user 10001:10001 --memory 256m --memory-swap 256m --cpus 0.5 " +
        "--pids-limit 2048 --publish 127.0.0.1::3000 shop:1",
    );
    expect(ran.calls).toContain("stop --time 30 c1");
    expect(ran.calls.at(-1)).toBe("rm --force --volumes c1");
    expect(ran.calls.filter((call) => call.startsWith("logs"))).toEqual([]);
  });

  it.each([
    [
      "ends before it is healthy",
      { "/healthz": 503, "/": 200 },
      { RUNNING: "false" },
      "the container ended before it was healthy",
    ],
    ["is healthy without its page", { "/healthz": 200, "/": 500 }, {}, "/ does not answer as it should"],
    [
      "has to be killed",
      { "/healthz": 200, "/": 200 },
      { EXIT_CODE: "137" },
      "it did not stop within 30s of being asked to",
    ],
  ])("fails with the log when it %s, and removes it", async (_what, answers, change, reason) => {
    pages = answers;
    const ran = await smoke(change);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain(`smoke: ${reason}\nthe app's last words\n`);
    expect(ran.calls.slice(-2)).toEqual(["logs --tail 100 c1", "rm --force --volumes c1"]);
  });
});
