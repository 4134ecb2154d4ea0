import type { Session } from "../../edge/session.ts";
import { askInTurn } from "../../edge/smoke/ask-in-turn.ts";
import { Filling } from "../../edge/smoke/filling.ts";
import type { Color } from "../../model/color.ts";
import type { Release } from "../../model/release.ts";
import { repeatable } from "../../model/repeatable-smoke.ts";
import { exampleHost, type Route } from "../../model/route.ts";

/** What smoke requests came to. */
export type SmokeReading =
  | { kind: "green"; requests: number }
  /** `text` says of the first one what was wrong with its answer. */
  | { kind: "red"; text: string }
  /** They could not be sent. */
  | { kind: "unable"; why: string };

export interface SmokeArgs {
  color: Color;
  release: Release;
  route: Route;
}

/** Sends those smoke requests of a release again that can be, to its color. Throws where the edge sends none. */
export async function askSmoke(
  session: Pick<Session, "send">,
  { color, release, route }: SmokeArgs,
): Promise<SmokeReading> {
  const requests = repeatable(release.smoke);
  if (requests.length === 0) return { kind: "unable", why: `${release.version} has no smoke request to be sent again` };
  const turns = await askInTurn(requests, {
    to: { color },
    host: exampleHost(route),
    filling: new Filling(requests, new Map()),
    ask: async (request, judge) => judge(await session.send(request)),
    stopsAtRed: true,
  });
  const red = turns.find(({ isRed }) => isRed);
  if (red === undefined) return { kind: "green", requests: requests.length };
  return { kind: "red", text: red.lines[0] ?? "" };
}
