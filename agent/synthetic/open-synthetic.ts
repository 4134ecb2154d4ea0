import { FORCE } from "../../edge/haproxy/socket.ts";
import type { Response } from "../../edge/session.ts";
import type { Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { SyntheticRequests } from "../../model/guard.ts";
import { exampleHost, type Route } from "../../model/route.ts";
import { Inquiries } from "../inquiries.ts";
import type { Link } from "../link.ts";
import type { Log } from "../log.ts";

export interface SyntheticArgs {
  /** A way to the edge on which a request may hold up what is asked after it. */
  link: Pick<Link, "session">;
  log: Log;
  /** Unix time in ms. */
  now: () => number;
}

export interface SyntheticLook {
  service: string;
  active: Color;
  route: Route;
  /** Colors that have answered too few requests. */
  colors: readonly Color[];
}

/** Sends a request to each of some colors, where it is time for one; takes no time and never throws. */
export type SyntheticSender = (requests: SyntheticRequests, look: SyntheticLook) => void;

/** How long an answer is waited for, in ms: what takes longer is slow enough. */
const WITHIN_MS = 10_000;

/** Requests in users' stead, through the public listener, which counts what comes of them: one at a time for each color. */
export function openSynthetic({ link, log, now }: SyntheticArgs): SyntheticSender {
  const inquiries = new Inquiries<string | null>({
    now,
    broken: (error) => (error instanceof Error ? error.message : String(error)),
  });
  const told = new Map<string, string | null>();
  const tell = (service: string, problem: string | null) => {
    if (problem !== null && told.get(service) !== problem) {
      log("warning", "requests in users' stead do not arrive", { service, problem });
    }
    told.set(service, problem);
  };
  return (requests, { service, active, route, colors }) => {
    for (const color of colors) {
      const ask = async () => {
        const session = await link.session(service);
        const headers = { [FORCE.header]: String(color === active) };
        const request = { to: "public", host: exampleHost(route), path: requests.path, withinMs: WITHIN_MS } as const;
        return strayOf(await session.send({ ...request, headers }), service, color);
      };
      const answers = inquiries.about(`${service} ${color}`, { ask, everyMs: durationMs(requests.every) });
      tell(service, answers.at(-1)?.said ?? null);
    }
  };
}

/** What is wrong with who answered, of whom it was not asked; null where nothing is. What the answer itself is, the edge counts. */
function strayOf({ answeredBy }: Response, service: string, color: Color): string | null {
  if (answeredBy.service !== undefined && answeredBy.service !== service) {
    return `${answeredBy.service} answers in place of ${service}: its route takes the path.`;
  }
  return answeredBy.color === undefined || answeredBy.color === color
    ? null
    : `${answeredBy.color} answers for ${color}.`;
}
