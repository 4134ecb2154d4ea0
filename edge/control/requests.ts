import type { Smoke } from "../../model/smoke.ts";
import { durationMs } from "../../model/duration.ts";
import type { Request, Response } from "../session.ts";

/** What is wrong with an answer to a smoke request; undefined when it is as it must be. */
export function judge(smoke: Smoke, response: Response): string | undefined {
  const ms = Math.round(response.seconds * 1000);
  if (response.problem !== "" || response.status === 0) {
    return `GET ${smoke.path}: no whole answer within ${smoke.within} (${response.problem || "no status"})`;
  }
  if (response.status !== smoke.status) {
    const redirect = response.redirect === undefined ? "" : `, a redirect to ${response.redirect}`;
    return `GET ${smoke.path}: status ${response.status} instead of ${smoke.status} after ${ms} ms${redirect}`;
  }
  if (smoke.contains !== undefined && !response.body.includes(smoke.contains)) {
    return `GET ${smoke.path}: the body does not contain ${JSON.stringify(smoke.contains)}`;
  }
  return undefined;
}

/** `within` is a duration, like "2s". */
export function requestTo(
  to: Request["to"],
  host: string,
  { path, within }: { path: string; within: string },
): Request {
  return { to, host, path, withinMs: durationMs(within) };
}
