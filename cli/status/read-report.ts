import type { HostEngine } from "../../docker/connect.ts";
import { observe } from "../../edge/observe.ts";
import { readUsage } from "../../edge/read-usage.ts";
import type { StackRef } from "../../engine/engine.ts";
import { addressesOf } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import type { Observed } from "../../model/observed.ts";
import { askProxy } from "./ask-proxy.ts";
import { buildStatus } from "./build-status.ts";
import { readNotifications } from "../notify/read-notifications.ts";
import { readDeclared } from "./read-declared.ts";
import type { StatusReport } from "./status-report.ts";

/** Looks at a stack's hosts, asks their proxies and engines, and puts it together. Throws an InputError where a host is out of reach. */
export async function readReport(hosts: readonly HostEngine[], ref: StackRef): Promise<StatusReport> {
  const id: StackId = { project: ref.project, stack: ref.stack };
  const observed = await observe(hosts, id);
  const running = observed.hosts.filter(({ edge }) => edge?.state === "running").map(({ name }) => name);
  const [answers, usages, notifications] = await Promise.all([
    Promise.all(
      hosts
        .filter(({ name }) => running.includes(name))
        .map(async (host) => [host.name, await askProxy(host, id)] as const),
    ),
    Promise.all(hosts.map(({ name, docker }) => readUsage(docker, runningReplicas(observed, name)))),
    readNotifications(hosts, id),
  ]);
  const usage = new Map(usages.flatMap((ofHost) => [...ofHost]));
  const proxies = Object.fromEntries(answers);
  const seen = { id, platform: "docker", address: addressesOf(hosts), observed, proxies } as const;
  return buildStatus({ ...seen, declared: readDeclared(ref), usage, notifications });
}

/** Ids of the replicas that run on the host of this name. */
function runningReplicas({ hosts }: Observed, name: string): string[] {
  return hosts
    .filter((host) => host.name === name)
    .flatMap(({ services }) => Object.values(services).flatMap(({ replicas }) => replicas))
    .filter(({ state }) => state === "running")
    .map(({ id }) => id);
}
