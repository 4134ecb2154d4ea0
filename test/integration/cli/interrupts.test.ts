import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { enginesPresent } from "../../support/engines.ts";
import { release, type Environment } from "../../support/environment.ts";
import { useEnvironment } from "../../support/use-environment.ts";
import { waitUntil } from "../../support/wait-until.ts";

const INTERRUPTED = 130;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

let registry: Server | undefined;
afterEach(() => void registry?.close());

/** What a run may wait for before it moves traffic: each made endless, and how one sees that it waits. */
const WAITS: Readonly<Record<string, (environment: Environment) => Promise<() => Promise<boolean>>>> = {
  "a gate": (environment) => {
    environment.shop["gate"] = { passes: 100, interval: "100ms", within: "60s" };
    environment.shop.green = release("v2");
    return Promise.resolve(async () => (await runningInEdge(environment, "edge session shop")).length > 0);
  },

  "a smoke request": async (environment) => {
    environment.shop.green = release("v2", { smoke: [{ path: "/slow?ms=50000", within: "60s" }] });
    const before = await runningInEdge(environment, "curl"); // what the last run has asked may still be on its way
    return async () => (await runningInEdge(environment, "curl")).some((pid) => !before.includes(pid));
  },

  "the pull of an image": async (environment) => {
    let dialed = 0;
    registry = createServer(() => (dialed += 1)).listen(0, "127.0.0.1"); // and says nothing
    await once(registry, "listening");
    const { port } = registry.address() as AddressInfo; // it listens on TCP
    environment.shop.green = { version: "3.0.0", image: `127.0.0.1:${port}/shop:3.0.0` };
    return () => Promise.resolve(dialed > 0);
  },
};

/** Ids of the edge's processes with these words in their command line. */
async function runningInEdge(environment: Environment, words: string): Promise<string[]> {
  const top: unknown = await environment.docker.getContainer(environment.edge).top({ ps_args: "-eo pid,args" });
  const { Processes } = top as { Processes: [pid: string, args: string][] }; // the engine's answer
  return Processes.filter(([, args]) => args.includes(words)).map(([pid]) => pid);
}

describe.each(enginesPresent())("a run with the %s engine", (engine) => {
  const environment = useEnvironment(engine);

  const cases = Object.entries(WAITS).flatMap(([name, wait]) => SIGNALS.map((signal) => [name, signal, wait] as const));
  it.each(cases)("gives up %s on %s, and traffic stays", async (_name, signal, wait) => {
    environment().shop["gate"] = { passes: 3, interval: "100ms", within: "20s" };
    environment().shop.activeColor = "green";
    const waits = await wait(environment());
    let pid = 0;
    const running = environment().tryUp({ args: ["--skip-preview"], onStart: (started) => (pid = started) });
    await waitUntil("the wait", async () => ((await waits()) ? true : undefined));
    process.kill(pid, signal);
    const stopped = await running;
    expect(stopped.ran.exitCode).toBe(INTERRUPTED);
    expect(stopped.report?.next).toContain("shop is served by blue (1.0.0)");
    expect((await environment().record()).active).toBe("blue");
  });

  it("goes on from there", async () => {
    environment().shop.green = release("v2");
    environment().shop["gate"] = { passes: 3, interval: "100ms", within: "20s" };
    await environment().up();
    expect((await environment().record()).active).toBe("green");
  });
});
