import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../model/color.ts";
import { backendName } from "../../model/names.ts";
import type { Release } from "../../model/release.ts";
import { exampleHost, findEntry, routeEntries, type Route } from "../../model/route.ts";
import type { Smoke } from "../../model/smoke.ts";
import type { Session, WorkerView } from "../session.ts";
import { judge, requestTo } from "./requests.ts";

/** How often an answer that is not as it must be is asked for again: a worker may just be ending, say. */
const TRIES = 3;
const PAUSE_MS = 100;

/**
 * Asks every worker where it sends the traffic, and the public listener for real answers. Returns what is wrong;
 * undefined when the color serves.
 */
export async function verify(
  session: Pick<Session, "readRouting" | "send">,
  { service, color, release, route }: { service: string; color: Color; release: Release; route: Route },
): Promise<string | undefined> {
  const misrouted = await retry(async () => judgeWorkers(await session.readRouting(), color));
  if (misrouted !== undefined) return misrouted;

  const pool = backendName(service, color);
  for (const smoke of publicSmoke(release, route)) {
    const problem = await retry(async () => {
      const response = await session.send(requestTo("public", exampleHost(route), smoke.request));
      const { answeredBy } = response;
      if (smoke.judged && answeredBy.service !== undefined && answeredBy.service !== service) return undefined;
      if (answeredBy.color !== color) return `no replica of ${pool} answered`;
      if (answeredBy.degraded) return `every replica of ${pool} has turned red`;
      return smoke.judged ? judge(smoke.request, response) : undefined;
    });
    if (problem !== undefined) return `${problem} (GET ${smoke.request.path} at the public listener)`;
  }
  return undefined;
}

function judgeWorkers(workers: readonly WorkerView[], color: Color): string | undefined {
  if (!workers.some(({ old, sendsTo }) => !old && sendsTo === color))
    return "no worker of the proxy sends traffic to it";
  const stray = workers.find(({ old, sendsTo }) => sendsTo !== color && !(old && sendsTo === "newest"));
  if (stray === undefined) return undefined;
  return `worker ${stray.pid} of the proxy still sends traffic to ${stray.sendsTo ?? "nobody"}`;
}

/** Asks until nothing is wrong any more, a few times. */
async function retry(look: () => Promise<string | undefined>): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const problem = await look();
    if (problem === undefined || attempt === TRIES) return problem;
    await sleep(PAUSE_MS);
  }
}

/**
 * The release's smoke requests that its route takes and sends nowhere else (one of another service may be longer, and take
 * some of them); without any, the route itself, where any answer of the app will do.
 */
function publicSmoke(release: Release, route: Route): { request: Smoke; judged: boolean }[] {
  const entries = routeEntries(route);
  const routed = release.smoke.filter(({ path }) => {
    const entry = findEntry(entries, exampleHost(route), path.replace(/[?#].*$/, ""));
    return entry !== undefined && entry.redirect === undefined;
  });
  if (routed.length > 0) return routed.map((request) => ({ request, judged: true }));
  return [{ request: { path: route.path, status: 200, within: "5s" }, judged: false }];
}
