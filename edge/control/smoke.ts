import { EXIT } from "../../model/errors.ts";
import { exampleHost, type Route } from "../../model/route.ts";
import { phasesOf, type Smoke } from "../../model/smoke.ts";
import type { Task } from "../tasks.ts";
import { askInTurn, renderTurns } from "../smoke/ask-in-turn.ts";
import { Filling } from "../smoke/filling.ts";
import { nameOf } from "../smoke/requests.ts";
import type { Session } from "../session.ts";
import { ControlError } from "./verdict-file.ts";
import { Waiting } from "./waiting.ts";

export interface SmokeArgs {
  release: { smoke: readonly Smoke[] };
  /** Values of the secrets that its requests name. */
  secrets: ReadonlyMap<string, string>;
  route: Route;
}

/** Sends a release's smoke requests to the color that is to serve. Throws a ControlError that names every wrong answer. */
export async function passSmoke(session: Session, task: Task<"cutover">, args: SmokeArgs): Promise<void> {
  const problem = await findSmokeProblem(session, task, args);
  if (problem === undefined) return;
  throw failedSmoke(task, problem);
}

/** That a color gets no traffic, because of its answers. */
export function failedSmoke(
  { service, color, version }: Pick<Task<"cutover">, "service" | "color" | "version">,
  problem: string,
): ControlError {
  const red = `${color} (version ${version}) is healthy, but failed its smoke requests`;
  return new ControlError(`${service}: ${red}; traffic stays where it is.\n${problem}`, EXIT.gateRed, "smoke");
}

/** Sends them, on any platform. Returns what is wrong with the answers, a line each; undefined where nothing is. */
export async function findSmokeProblem(
  session: Pick<Session, "send">,
  task: Pick<Task<"cutover">, "service" | "group" | "color">,
  { release, secrets, route }: SmokeArgs,
): Promise<string | undefined> {
  const requests = release.smoke.filter((smoke) => phasesOf(smoke).includes("before"));
  const waiting = new Waiting(task);
  const turns = await askInTurn(requests, {
    to: { color: task.color },
    host: exampleHost(route),
    filling: new Filling(requests, secrets),
    ask: async (request, judge, smoke) =>
      judge(await waiting.during(session.send(request), `smoke request ${nameOf(smoke)}`, request.withinMs)),
    stopsAtRed: false,
  });
  return turns.some(({ isRed }) => isRed) ? renderTurns(turns) : undefined;
}
