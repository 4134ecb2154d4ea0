import { readBoundedBody } from "../../model/bounded-body.ts";
import { renderDuration } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { authorizationOf, type PrometheusLogin } from "./login.ts";
import { failed, readAnswer, type Reading } from "./reading.ts";

/** A Prometheus, or whatever speaks its API, such as Thanos, Mimir or VictoriaMetrics. */
export interface PrometheusSource {
  /** Base address, with the path it may have: `https://prometheus.example.com/eu`. */
  url: string;
  /** Left out where it asks for none. */
  login?: PrometheusLogin;
  /** How long an answer may take, from looking up the name to its last byte; Prometheus itself gives up then. */
  timeoutMs: number;
}

/** One number with its labels takes some hundred bytes. */
const MAX_BYTES = 64 * 1024;

/**
 * Asks an instant query, as of now. What goes wrong is a reading as well: it never rejects for what a network, a server or a file may do.
 * Redirects are not followed, since they would take the login elsewhere.
 */
export async function queryPrometheus(source: PrometheusSource, query: string): Promise<Reading> {
  const { url, login, timeoutMs } = source;
  const place = URL.parse(`${url.replace(/\/+$/, "")}/api/v1/query`);
  if (place === null || !/^https?:$/.test(place.protocol) || place.username !== "" || place.password !== "") {
    return failed("the address of Prometheus must be one of http or https, without a login in it.");
  }
  let status: number;
  let body: Buffer | null;
  try {
    const answer = await fetch(place, {
      method: "POST",
      body: new URLSearchParams({ query, timeout: `${timeoutMs}ms` }),
      headers: login === undefined ? {} : { authorization: authorizationOf(login) },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = answer.status;
    body = await readBoundedBody(answer, MAX_BYTES);
  } catch (error) {
    return failed(explain(error, place.host, timeoutMs));
  }
  if (body === null) return failed(`${place.host} answers with more than ${MAX_BYTES / 1024} KiB: ask for one number.`);
  return readAnswer(place.host, { status, body: body.toString("utf8") });
}

function explain(error: unknown, host: string, timeoutMs: number): string {
  if (error instanceof InputError) return error.message; // of the login's file
  const isLate = error instanceof Error && error.name === "TimeoutError";
  return isLate
    ? `${host} does not answer within ${renderDuration(timeoutMs)}.`
    : `${host} is out of reach: ${causeOf(error)}.`;
}

/** `fetch` itself says no more than that it failed. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.message === "") return cause.errors.map(causeOf).join(", ");
  return cause instanceof Error ? cause.message : String(cause);
}
