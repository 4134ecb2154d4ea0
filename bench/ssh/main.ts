import { parseArgs } from "node:util";
import { release, type Environment } from "../../test/support/environment.ts";
import type { Run } from "../../test/support/run.ts";
import { startSshHost } from "../../test/support/ssh-host.ts";
import { handleInterrupts, whenInterrupted } from "../flip/interrupted.ts";
import { createBenchEnvironment } from "../flip/shipped-edge.ts";
import { renderSshTable, summarize, type Sample } from "./figures.ts";

/** A whole `tidegate` command that both environments run in turns. */
interface Case {
  what: string;
  run: (environment: Environment) => Promise<Run>;
}

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});

const note = (line: string) => console.error(`bench: ${line}`);
handleInterrupts(note);
const host = await startSshHost();
whenInterrupted(() => host.remove());
const local = await createBenchEnvironment("embedded");
const remote = await createBenchEnvironment("embedded");
try {
  await host.know("key");
  remote.config["host"] = host.address;
  remote.processEnv["PATH"] = host.path;
  for (const { shop } of [local, remote]) shop.green = release("v2");

  const samples: Sample[] = await measure({ what: "first `up`", run: (environment) => environment.up() });
  const cases: Case[] = [
    { what: "`up` without changes", run: (environment) => environment.up() },
    { what: "flip (`up --skip-preview`)", run: flip },
    { what: "`preview`", run: (environment) => environment.run("preview") },
  ];
  for (let run = 1; run <= Number(values.runs); run += 1) {
    note(`run ${run} of ${values.runs}`);
    for (const one of cases) samples.push(...(await measure(one)));
  }
  const figures = summarize(samples);
  console.log(values.json ? JSON.stringify(figures, undefined, 2) : renderSshTable(figures));
} finally {
  await Promise.all([local.remove(), remote.remove()]);
  await host.remove();
}

/** Both ways right after each other, so that what else the machine does falls on both; ssh has no connection yet. */
async function measure({ what, run }: Case): Promise<Sample[]> {
  const socket = await run(local);
  host.disconnect();
  const before = await host.connections();
  const ssh = await run(remote);
  const connections = (await host.connections()) - before;
  return [{ what, socketMs: socket.ran.elapsedMs, sshMs: ssh.ran.elapsedMs, connections }];
}

function flip(environment: Environment): Promise<Run> {
  return environment.flip(environment.shop.activeColor === "blue" ? "green" : "blue");
}
