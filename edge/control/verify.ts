import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../model/color.ts";
import { backendName } from "../../model/names.ts";
import type { Release } from "../../model/release.ts";
import { exampleHost, takesPath, type Route } from "../../model/route.ts";
import { changesNothing, phasesOf, type Smoke } from "../../model/smoke.ts";
import type { Response, Session, WorkerView } from "../session.ts";
import { askAgain } from "../smoke/ask-again.ts";
import { askInTurn, renderTurns } from "../smoke/ask-in-turn.ts";
import { Filling } from "../smoke/filling.ts";
import { nameOf, requestTo } from "../smoke/requests.ts";

/** How often an answer that is not as it must be is asked for again: a worker may just be ending, say. */
const TRIES = 3;
const PAUSE_MS = 100;

export interface VerifyArgs {
  service: string;
  color: Color;
  release: Release;
  /** Values of the secrets that its requests name. */
  secrets: ReadonlyMap<string, string>;
  route: Route;
}

/** Why a color should not go on serving. */
export interface Problem {
  /** Traffic does not arrive, the color answers otherwise than it must, fails its checks, or turns red while it is watched. */
  kind: "arrival" | "answer" | "checks" | "bake";
  text: string;
}

/**
 * Asks every worker where it sends the traffic, and the public listener for real answers. Returns what is wrong;
 * undefined when the color serves.
 */
export async function verify(
  session: Pick<Session, "readRouting" | "send">,
  args: VerifyArgs,
): Promise<Problem | undefined> {
  const misrouted = await retry(async () => judgeWorkers(await session.readRouting(), args.color));
  if (misrouted !== undefined) return { kind: "arrival", text: misrouted };

  const requests = args.release.smoke.filter((smoke) => phasesOf(smoke).includes("after"));
  const [first] = requests.filter((smoke) => takesPath(args.route, smoke.path));
  // One that changes something is not sent again, so that it must not be the first to find out whether traffic arrives.
  if (first === undefined || !changesNothing(first)) {
    const request = requestTo("public", exampleHost(args.route), { path: args.route.path, within: "5s" });
    const stray = await retry(async () => judgeAnswerer(await session.send(request), args));
    if (stray !== undefined)
      return { kind: "arrival", text: `${stray} (GET ${args.route.path} at the public listener)` };
  }
  return verifyAnswers(session, requests, args);
}

/** The requests that the route takes and sends nowhere else; one of another service may be longer, and take some of them. */
async function verifyAnswers(
  session: Pick<Session, "send">,
  requests: readonly Smoke[],
  args: VerifyArgs,
): Promise<Problem | undefined> {
  let stray: string | undefined;
  const turns = await askInTurn(requests, {
    to: "public",
    host: exampleHost(args.route),
    filling: new Filling(requests, args.secrets),
    stopsAtRed: true,
    async ask(request, judge, smoke) {
      if (!takesPath(args.route, smoke.path)) return "skipped";
      return await askAgain(smoke, { tries: TRIES, pauseMs: PAUSE_MS }, async () => {
        const response = await session.send(request);
        const { service } = response.answeredBy;
        if (service !== undefined && service !== args.service) return "skipped";
        stray = judgeAnswerer(response, args);
        return stray === undefined ? judge(response) : { isRed: true, lines: [`${nameOf(smoke)}: ${stray}`] };
      });
    },
  });
  const red = turns.find(({ isRed }) => isRed);
  if (red === undefined) return undefined;
  if (stray === undefined) return { kind: "answer", text: renderTurns(turns) };
  return { kind: "arrival", text: `${red.lines.join("")} at the public listener` };
}

/** Who answered must be a replica of the color that is well. */
function judgeAnswerer({ answeredBy }: Response, { service, color }: VerifyArgs): string | undefined {
  const pool = backendName(service, color);
  if (answeredBy.color !== color) return `no replica of ${pool} answered`;
  return answeredBy.degraded ? `every replica of ${pool} has turned red` : undefined;
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
