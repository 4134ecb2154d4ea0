import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { connectDocker } from "../../docker/connect.ts";
import { observe } from "../../edge/observe.ts";
import { readUsage } from "../../edge/read-usage.ts";
import { readStatus, type EdgeStatus } from "../../edge/status.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackId } from "../../model/names.ts";
import type { Observed } from "../../model/observed.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { fit } from "../display/wrap.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readHost } from "../project/read-host.ts";
import { buildStatus } from "../status/build-status.ts";
import { readDeclared } from "../status/read-declared.ts";
import { renderStatus } from "../status/render-status.ts";
import { statusResult, type StatusReport } from "../status/status-report.ts";

export interface StatusOptions extends StackOptions {
  watch: boolean;
}

const WATCH_MS = 2_000;

/** Shows which color serves, and how well; with `--watch` until Ctrl-C. Throws an InputError where the host is out of reach. */
export async function status(options: StatusOptions): Promise<void> {
  const ref = findStack(options.cwd, options.stack);
  const host = readHost(ref);
  const docker = connectDocker(host);
  const paint = paintFor(takesColors(process.stdout));
  for (;;) {
    const report = await readReport(docker, ref, host);
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

async function readReport(docker: Docker, ref: StackRef, host: string): Promise<StatusReport> {
  const id: StackId = { project: ref.project, stack: ref.stack };
  const observed = await observe(docker, id);
  const running = Object.values(observed.services).flatMap(({ replicas }) =>
    replicas.filter(({ state }) => state === "running").map((replica) => replica.id),
  );
  const [{ proxy, proxyError }, usage] = await Promise.all([
    askProxy(docker, id, observed),
    readUsage(docker, running),
  ]);
  return buildStatus({ id, host, observed, proxy, proxyError, declared: readDeclared(ref), usage });
}

/** The proxy's own view. Where it does not answer the rest is still told, with the reason. */
async function askProxy(
  docker: Docker,
  id: StackId,
  observed: Observed,
): Promise<{ proxy: EdgeStatus | null; proxyError: string | null }> {
  if (observed.edge?.state !== "running") return { proxy: null, proxyError: null };
  try {
    return { proxy: await readStatus(docker, id), proxyError: null };
  } catch (error) {
    return { proxy: null, proxyError: error instanceof Error ? error.message : String(error) };
  }
}
