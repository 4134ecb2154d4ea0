import { isJsonObject } from "../../../model/merge-json.ts";
import { shownText } from "../../../model/shown-text.ts";
import type { Answer, Outcome } from "./channel.ts";

/** Longest part of an answer that is shown, in characters. */
const MAX_SHOWN = 200;

/** Judges an answer by its status. */
export function readStatus({ status, body, retryAfterMs, redirect }: Answer): Outcome {
  if (status >= 200 && status < 300) return { ok: true };
  if (redirect !== undefined) {
    return {
      ok: false,
      problem: `it answered ${status}, a redirect to ${redirect}, which is not followed: it could lead into a private network`,
    };
  }
  const said = body.trim() === "" ? "" : `: ${shownText(body, MAX_SHOWN)}`;
  return {
    ok: false,
    problem: `it answered ${status}${said}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** How a service says in the body of a 200 that it has refused. */
export interface CodeForm {
  /** Name of the number that is 0 when all is well. */
  code: string;
  /** Name of the text beside it. */
  text: string;
  /** Numbers for "too many messages", after which it wants a minute of silence. */
  tooMany: readonly number[];
}

const SILENCE_MS = 60_000;

/** Judges an answer by its status, and then by the number in its body: a 200 without that is no success. */
export function readCode(answer: Answer, form: CodeForm): Outcome {
  const byStatus = readStatus(answer);
  if (!byStatus.ok) return byStatus;
  const body = parseObject(answer.body);
  const code = body?.[form.code];
  if (code === 0) return { ok: true };
  if (typeof code !== "number") {
    return {
      ok: false,
      problem: `it answered ${answer.status} without the number \`${form.code}\` that says how it went`,
    };
  }
  const text = body?.[form.text];
  return {
    ok: false,
    problem: `it answered ${answer.status} with ${form.code} ${code}${typeof text === "string" ? `: ${shownText(text, MAX_SHOWN)}` : ""}`,
    ...(form.tooMany.includes(code) ? { retryAfterMs: SILENCE_MS } : {}),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // no JSON is no answer of such a service
  }
}
