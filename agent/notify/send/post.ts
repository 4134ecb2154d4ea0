import type { Answer, Post } from "../channels/channel.ts";

/** As much of an answer as is read, in bytes: what it says of itself stands at its beginning. */
const MAX_ANSWER = 16_384;

/**
 * Sends a request and reads the beginning of the answer. Follows no redirect: the address was chosen by the operator, and where an answer
 * leads was not (server-side request forgery, CWE-918). Throws where there is no answer; what it
 * throws then has nothing of the address in it.
 */
export async function post({ url, headers, body }: Post, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "user-agent": "tidegate", ...headers },
      body,
      redirect: "manual",
      signal,
    });
    const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), response.headers.get("date"));
    const redirect = redirectOf(response, url);
    return {
      status: response.status,
      body: await readBeginning(response),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(redirect === undefined ? {} : { redirect }),
    };
  } catch (error) {
    throw new Error(explain(error, signal), { cause: error });
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3), which is counted from the answer's own `Date`. */
export function parseRetryAfter(text: string | null, date: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(date ?? "");
  return Number.isNaN(wait) || !text.endsWith(" GMT") ? undefined : Math.max(0, wait);
}

/** Where it leads, without path and query, which may be secrets. */
function redirectOf({ status, headers }: Response, base: string): string | undefined {
  if (status < 300 || status > 399) return undefined;
  return URL.parse(headers.get("location") ?? "", base)?.origin ?? "nowhere";
}

async function readBeginning({ body }: Response): Promise<string> {
  const stream: AsyncIterable<Uint8Array> | null = body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAX_ANSWER) break; // ends the connection with it
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER).toString("utf8");
}

function explain(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "it has not answered in time";
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return code === undefined ? "it cannot be reached" : `it cannot be reached (${code})`;
}
