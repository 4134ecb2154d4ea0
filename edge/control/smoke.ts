import { EXIT } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { exampleHost, type Route } from "../../model/route.ts";
import { phasesOf } from "../../model/smoke.ts";
import type { Task } from "../tasks.ts";
import { askInTurn, renderTurns } from "../smoke/ask-in-turn.ts";
import { Filling } from "../smoke/filling.ts";
import { nameOf } from "../smoke/requests.ts";
import type { Session } from "../session.ts";
import { ControlError } from "./verdict-file.ts";
import { Waiting } from "./waiting.ts";

export interface SmokeArgs {
  release: Release;
  /** Values of the secrets that its requests name. */
  secrets: ReadonlyMap<string, string>;
  route: Route;
}

/** Sends a release's smoke requests to the color that is to serve. Throws a ControlError that names every wrong answer. */
export async function passSmoke(
  session: Session,
  task: Task<"cutover">,
  { release, secrets, route }: SmokeArgs,
): Promise<void> {
  const { service, color, version } = task;
  const requests = release.smoke.filter((smoke) => phasesOf(smoke).includes("before"));
  const waiting = new Waiting(task);
  const turns = await askInTurn(requests, {
    to: { color },
    host: exampleHost(route),
    filling: new Filling(requests, secrets),
    ask: async (request, judge, smoke) =>
      judge(await waiting.during(session.send(request), `smoke request ${nameOf(smoke)}`, request.withinMs)),
    stopsAtRed: false,
  });
  if (!turns.some(({ isRed }) => isRed)) return;
  throw new ControlError(
    `${service}: ${color} (version ${version}) is healthy, but failed its smoke requests; traffic stays where it is.\n` +
      renderTurns(turns),
    EXIT.gateRed,
    "smoke",
  );
}
