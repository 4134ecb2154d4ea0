import { durationMs } from "../../model/duration.ts";
import type { Smoke } from "../../model/smoke.ts";
import type { Request } from "../session.ts";

/** `within` is a duration, like "2s". */
export function requestTo(
  to: Request["to"],
  host: string,
  { path, within }: { path: string; within: string },
): Request {
  return { to, host, path, withinMs: durationMs(within) };
}

/** What a smoke request is called: as the user wrote it, so without the values that are filled in. */
export function nameOf({ method = "GET", path }: Pick<Smoke, "method" | "path">): string {
  return `${method} ${path}`;
}

/** A smoke request whose placeholders are filled in. */
export function smokeRequest(to: Request["to"], host: string, smoke: Smoke): Request {
  const body = bodyOf(smoke);
  const headers = { ...(body === undefined ? {} : contentType(smoke, body.type)), ...smoke.headers };
  return {
    ...requestTo(to, host, smoke),
    ...(smoke.method === undefined ? {} : { method: smoke.method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === undefined ? {} : { body: body.text }),
  };
}

function bodyOf({ body, json, form }: Smoke): { type: string; text: string } | undefined {
  if (json !== undefined) return { type: "application/json", text: JSON.stringify(json) };
  if (form !== undefined) {
    return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() };
  }
  return body === undefined ? undefined : { type: "text/plain; charset=utf-8", text: body };
}

function contentType({ headers = {} }: Smoke, type: string): Record<string, string> {
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return isSaid ? {} : { "Content-Type": type };
}
