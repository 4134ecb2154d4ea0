import { findSmokeProblem } from "../../../edge/control/smoke.ts";
import type { Session } from "../../../edge/session.ts";
import { askAgain } from "../../../edge/smoke/ask-again.ts";
import { askInTurn, renderTurns } from "../../../edge/smoke/ask-in-turn.ts";
import { Filling } from "../../../edge/smoke/filling.ts";
import { COLOR_HEADER } from "../../../model/aws/names.ts";
import type { Color } from "../../../model/color.ts";
import { durationMs } from "../../../model/duration.ts";
import { backendName } from "../../../model/names.ts";
import { exampleHost, takesPath, type Route } from "../../../model/route.ts";
import { changesNothing, phasesOf, type Phase, type Smoke } from "../../../model/smoke.ts";
import type { Doors } from "./find-unreachable.ts";
import { send } from "./send.ts";

/**
 * How often a request is sent to the public listener whose answer is not as it must be, and how many milliseconds apart: a rule that was
 * changed takes its time to be known to every part of a load balancer.
 */
const TRIES = 10;
const PAUSE_MS = 1_000;

/** A release's smoke requests. */
export interface Asked {
  service: string;
  color: Color;
  smoke: readonly Smoke[];
  /** Values of the secrets that they name. */
  secrets: ReadonlyMap<string, string>;
  route: Route;
  /** Between two tries at the public listener. */
  pauseMs?: number | undefined;
}

/**
 * Sends those of a phase from this process: to the color through the listener for previews before it serves, to the listener of the public
 * after. Returns what is wrong with the answers, a line each; undefined where nothing is.
 */
export async function askThroughBalancer(doors: Doors, phase: Phase, asked: Asked): Promise<string | undefined> {
  const session = sessionThrough(doors, asked);
  if (phase === "after") return await askThePublic(session, asked);
  const { service, color, smoke, secrets, route } = asked;
  return await findSmokeProblem(session, { service, color, group: undefined }, { release: { smoke }, secrets, route });
}

/** The longest that the requests of a phase can take, in milliseconds. */
export function longestMs(phase: Phase, { smoke, pauseMs = PAUSE_MS }: Pick<Asked, "smoke" | "pauseMs">): number {
  const times = smoke
    .filter((each) => phasesOf(each).includes(phase))
    .map((each) => {
      const once = durationMs(each.within);
      return phase === "after" && changesNothing(each) ? TRIES * (once + pauseMs) : once;
    });
  return times.reduce((sum, ms) => sum + ms, 0);
}

/** What a session of an edge does from inside it. */
function sessionThrough(
  { toPublic, toPreview }: Doors,
  { service, route }: Pick<Asked, "service" | "route">,
): Pick<Session, "send"> {
  const isNamed = route.host !== "*";
  return {
    send({ to, ...request }) {
      if (to === "public") return send(toPublic, { ...request, isNamed });
      if ("address" in to) throw new Error("a load balancer leads to no single task");
      const headers = { ...request.headers, [COLOR_HEADER]: backendName(service, to.color) };
      return send(toPreview, { ...request, headers, isNamed });
    },
  };
}

async function askThePublic(
  session: Pick<Session, "send">,
  { smoke, secrets, route, pauseMs = PAUSE_MS }: Asked,
): Promise<string | undefined> {
  const requests = smoke.filter((each) => phasesOf(each).includes("after"));
  const turns = await askInTurn(requests, {
    ...{ to: "public", host: exampleHost(route), filling: new Filling(requests, secrets), stopsAtRed: true },
    async ask(request, judge, one) {
      if (!takesPath(route, one.path)) return "skipped";
      return await askAgain(one, { tries: TRIES, pauseMs }, async () => judge(await session.send(request)));
    },
  });
  return turns.some(({ isRed }) => isRed) ? renderTurns(turns) : undefined;
}
