import { EXIT } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { exampleHost, type Route } from "../../model/route.ts";
import type { Task } from "../tasks.ts";
import { judge, requestTo } from "./requests.ts";
import type { Session } from "../session.ts";
import { ControlError } from "./verdict-file.ts";
import { Waiting } from "./waiting.ts";

/** Sends a release's smoke requests to the color that is to serve. Throws a ControlError that names every wrong answer. */
export async function passSmoke(
  session: Session,
  { service, color, version }: Task<"cutover">,
  release: Release,
  route: Route,
): Promise<void> {
  const problems: string[] = [];
  const waiting = new Waiting();
  for (const smoke of release.smoke) {
    const request = requestTo({ color }, exampleHost(route), smoke);
    const answer = waiting.during(session.send(request), `smoke request GET ${smoke.path}`, request.withinMs);
    const problem = judge(smoke, await answer);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length === 0) return;
  throw new ControlError(
    `${service}: ${color} (version ${version}) is healthy, but failed its smoke requests; traffic stays where it is.\n` +
      problems.map((problem) => `  ${problem}`).join("\n"),
    EXIT.gateRed,
    "smoke",
  );
}
