import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

const planSchema = z.object({
  hosts: z.array(
    z.object({
      images: z.array(z.object({ goes: z.boolean(), names: z.array(z.string()).optional() })),
      containers: z.array(z.object({ goes: z.boolean(), names: z.array(z.string()).optional() })),
    }),
  ),
});

/** A command that follows a release: its end, its process, and what it has told of canaries so far. */
interface Following {
  ran: Promise<{ exitCode: number | null; lines: Record<string, unknown>[]; text: string }>;
  pid: () => number;
  awaited: () => unknown[];
}

describe.each(enginesPresent())("following a release in steps, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    Object.assign(created.service("shop"), { replicas: 1, canary: { steps: "10% until promoted, 100%" } });
    await created.up({ args: ["--skip-preview"] });
  });
  const file = () => readFileSync(environment().stackFile, "utf8");
  const canary = (...args: string[]) => environment().tidegate(["canary", ...args, "--reason", "a test"]);

  function start(command: "up" | "release", ...args: string[]): Following {
    let [pid, stdout] = [0, ""];
    const all = [command, ...args, "--yes", "--skip-preview", "--engine", engine, "--no-policy-pack"];
    const running = environment().tidegate(all, { onStart: (id) => (pid = id), onStdout: (text) => (stdout += text) });
    return {
      ran: running.then((ran) => ({
        ...{ exitCode: ran.exitCode, text: ran.stdout + ran.stderr },
        lines: readJsonLines(command, ran.stdout),
      })),
      pid: () => pid,
      awaited: () => [...stdout.matchAll(/^\{"type":"canary".*"awaits":"(\w+)"/gm)].map(([, awaits]) => awaits),
    };
  }
  const promotion = (following: Following) =>
    waitUntil("it waits to be promoted", () =>
      Promise.resolve(following.awaited().includes("promotion") ? true : undefined),
    );

  it("ends with Ctrl-C alone, and goes on with the same command until all clients have gone over", async () => {
    const args = ["shop", "--image", demoImage("v2"), "--version", VERSIONS.v2];
    const stopped = start("release", ...args);
    await promotion(stopped);
    process.kill(stopped.pid(), "SIGINT");
    const first = await stopped.ran;
    expect(first.exitCode, first.text).toBe(130);
    expect(first.lines.at(-1)).toMatchObject({ ok: false, outcome: null, to: "green", up: { exitCode: 0 } });
    expect((await environment().record()).canary).toMatchObject({ from: "blue", share: 1_000, paused: null });
    const declared = file();

    const following = start("release", ...args);
    await promotion(following);
    expect(await canary("promote", "shop")).toMatchObject({ exitCode: 0 });
    const second = await following.ran;
    expect(second.exitCode, second.text).toBe(0);
    expect(second.lines.at(-1)).toMatchObject({ outcome: "verified", to: "green", version: VERSIONS.v2, up: null });
    expect(file()).toBe(declared);
  }, 120_000);

  it("leaves both colors to their service meanwhile, whatever else is pruned", async () => {
    Object.assign(environment().shop, {
      activeColor: "blue",
      blue: { ...release("v1"), version: "1.0.1" },
      green: release("v2"),
    });
    await environment().up({ args: ["--skip-preview"] });
    const last = async (command: string, ...args: string[]) =>
      readJsonLines(command, (await environment().tidegate([command, ...args])).stdout).at(-1);
    const { hosts } = planSchema.parse(await last("prune", "--dry-run", "--keep", "0"));
    const going = hosts.flatMap(({ images, containers }) => [...images, ...containers]).filter(({ goes }) => goes);
    const inUse = [demoImage("v1"), demoImage("v2")].map((image) => image.replace(/@.*$/, ""));
    expect(going.filter(({ names }) => names?.some((name) => inUse.includes(name)) ?? true)).toEqual([]);
    expect(await last("orphans")).toMatchObject({ hosts: [{ orphans: [] }] });
    expect(await canary("abort", "shop", "--traffic-only")).toMatchObject({ exitCode: 0 });
  }, 120_000);

  it("ends with 5 when the clients are back, whoever sent them", async () => {
    const blue = { ...release("v1"), version: "1.1.0" };
    Object.assign(environment().shop, { activeColor: "blue", blue, green: release("v2") });
    environment().write();
    const following = start("up", "--follow");
    await promotion(following);
    expect(await canary("abort", "shop", "--traffic-only")).toMatchObject({ exitCode: 0 });
    const { exitCode, lines, text } = await following.ran;
    expect(exitCode, text).toBe(5);
    const followed = [{ service: "shop", color: "blue", version: "1.1.0", end: "went back" }];
    expect(lines.at(-1)).toMatchObject({ ok: false, exitCode: 5, followed });
    expect(await environment().record()).toMatchObject({ active: "green", hold: { version: "1.1.0" } });
  }, 120_000);
});
