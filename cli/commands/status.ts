import { setTimeout as sleep } from "node:timers/promises";
import { connectHosts, type HostEngine } from "../../docker/connect.ts";
import { observe } from "../../edge/observe.ts";
import { readUsage } from "../../edge/read-usage.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackId } from "../../model/names.ts";
import type { Observed } from "../../model/observed.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { fit } from "../display/wrap.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHosts } from "../project/read-host.ts";
import { askProxy } from "../status/ask-proxy.ts";
import { buildStatus } from "../status/build-status.ts";
import { readDeclared } from "../status/read-declared.ts";
import { renderStatus } from "../status/render-status.ts";
import { statusResult, type StatusReport } from "../status/status-report.ts";

export interface StatusOptions extends StackOptions {
  watch: boolean;
}

const WATCH_MS = 2_000;

/** Shows which color serves, and how well; with `--watch` until Ctrl-C. Throws an InputError where a host is out of reach. */
export async function status(options: StatusOptions): Promise<void> {
  const ref = findStack(options.cwd, options.stack);
  const hosts = connectHosts(readHosts(ref));
  const paint = paintFor(takesColors(process.stdout));
  for (;;) {
    const report = await readReport(hosts, ref);
    if (options.json) statusResult.print(report);
    else show(renderStatus(report, paint), options.watch);
    if (!options.watch) return;
    await sleep(WATCH_MS);
  }
}

function show(text: string, isWatched: boolean): void {
  const { isTTY, columns } = process.stdout;
  const fitting = isTTY ? fit(text, columns) : text;
  process.stdout.write(isTTY && isWatched ? `\u001b[2J\u001b[H${fitting}` : fitting);
}

async function readReport(hosts: readonly HostEngine[], ref: StackRef): Promise<StatusReport> {
  const id: StackId = { project: ref.project, stack: ref.stack };
  const observed = await observe(hosts, id);
  const running = observed.hosts.filter(({ edge }) => edge?.state === "running").map(({ name }) => name);
  const [answers, usages] = await Promise.all([
    Promise.all(
      hosts
        .filter(({ name }) => running.includes(name))
        .map(async (host) => [host.name, await askProxy(host, id)] as const),
    ),
    Promise.all(hosts.map(({ name, docker }) => readUsage(docker, runningReplicas(observed, name)))),
  ]);
  const usage = new Map(usages.flatMap((ofHost) => [...ofHost]));
  const proxies = Object.fromEntries(answers);
  return buildStatus({ id, hosts, observed, proxies, declared: readDeclared(ref), usage });
}

/** Ids of the replicas that run on the host of this name. */
function runningReplicas({ hosts }: Observed, name: string): string[] {
  return hosts
    .filter((host) => host.name === name)
    .flatMap(({ services }) => Object.values(services).flatMap(({ replicas }) => replicas))
    .filter(({ state }) => state === "running")
    .map(({ id }) => id);
}
