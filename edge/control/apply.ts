import { partHash } from "../config-hash.ts";
import { haproxy } from "../haproxy/index.ts";
import type { Task } from "../tasks.ts";
import { findEdge } from "../running-edge.ts";
import type { Outcome } from "./verdict-file.ts";

/** Puts a service's part into the running proxy, which reloads only when its text is another one. */
export async function apply(task: Task<"apply">): Promise<Outcome> {
  const { service, part, config: text, counter } = task;
  const hash = partHash(part, text);
  await haproxy.applyPart(await findEdge(task), { part, text, applied: { hash, counter, route: part.route } });
  return { message: `${service}: the proxy has its part of the config`, result: { service, hash } };
}
