import type { Smoke } from "../../model/release.ts";
import { durationMs } from "../../model/duration.ts";
import type { Session } from "../haproxy/session.ts";

export interface Request {
  /** Unix socket inside the edge, `address:port` of a container, or `-` for the public listener. */
  to: string;
  host: string;
  path: string;
  withinMs: number;
}

export interface Response {
  /** 0 when no answer came. */
  status: number;
  seconds: number;
  /** Service, pool and slot that answered, from the public listener only: `shop/shop.green/slot0`. */
  server: string;
  /** Where a redirect leads; undefined when the answer is none. */
  redirect: string | undefined;
  /** What went wrong on the way; empty when nothing did. */
  problem: string;
  body: Buffer;
}

/** Sends a request from inside the edge. */
export async function sendRequest(session: Session, request: Request): Promise<Response> {
  const { lines } = await session.ask(
    `ask ${request.withinMs / 1000} ${request.to} ${request.host} ${request.path}`,
    request.withinMs + 15_000,
  );
  const [status = "0", seconds = "0", server = "-", redirect = "", ...problem] = (lines[0] ?? "").split(" ");
  return {
    status: Number(status),
    seconds: Number(seconds),
    server,
    redirect: redirect === "" ? undefined : redirect,
    problem: problem.join(" "),
    body: Buffer.from(lines[1] ?? "", "base64"),
  };
}

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
export function requestTo(to: string, host: string, { path, within }: { path: string; within: string }): Request {
  return { to, host, path, withinMs: durationMs(within) };
}
