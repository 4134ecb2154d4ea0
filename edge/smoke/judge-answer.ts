import { parseJsonPath, readJsonPath } from "../../model/json-path.ts";
import type { Smoke } from "../../model/smoke.ts";
import type { Response } from "../session.ts";

type Mask = (text: string) => string;

/**
 * What is wrong with an answer to a smoke request; undefined when it is as it must be. What the answer says itself goes through
 * `mask` into the text.
 */
export function judgeAnswer(smoke: Smoke, response: Response, mask: Mask): string | undefined {
  const { status, problem, redirect, seconds } = response;
  if (problem !== "" || status === 0) return `no whole answer within ${smoke.within} (${problem || "no status"})`;
  if (status !== smoke.status) {
    const led = redirect === undefined ? "" : `, a redirect to ${mask(redirect)}`;
    return `status ${status} instead of ${smoke.status} after ${Math.round(seconds * 1000)} ms${led}`;
  }
  if (smoke.contains !== undefined && !response.body.includes(smoke.contains)) {
    return `the body does not contain ${JSON.stringify(smoke.contains)}`;
  }
  return judgeHeaders(smoke, response, mask) ?? judgeJson(smoke, response, mask);
}

function judgeHeaders({ expectHeaders = {} }: Smoke, { headers }: Response, mask: Mask): string | undefined {
  for (const [name, expected] of Object.entries(expectHeaders)) {
    const values = headers[name.toLowerCase()] ?? [];
    const said = values.length === 0 ? "is missing" : `is ${JSON.stringify(mask(values.join(", ")))}`;
    if (typeof expected === "string") {
      if (values.some((value) => value.includes(expected))) continue;
      return `header ${name} ${said} and does not contain ${JSON.stringify(expected)}`;
    }
    if (expected.exists !== values.length > 0) return `header ${name} ${said}`;
  }
  return undefined;
}

function judgeJson({ expectJson }: Smoke, { body }: Response, mask: Mask): string | undefined {
  if (expectJson === undefined) return undefined;
  const parsed = parseBody(body);
  if (parsed === undefined) return "the body is no JSON";
  for (const [path, expected] of Object.entries(expectJson)) {
    const found = readJsonPath(parsed.json, parseJsonPath(path) ?? []);
    const said = found === undefined ? "missing" : mask(renderFound(found));
    if (typeof expected === "object" && expected !== null) {
      if (expected.exists !== (found !== undefined)) return `${path} is ${said}`;
    } else if (found !== expected) {
      return `${path} is ${said} instead of ${JSON.stringify(expected)}`;
    }
  }
  return undefined;
}

/** The JSON of an answer; undefined where it is none. */
export function parseBody(body: Buffer): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(body.toString("utf8")) };
  } catch {
    return undefined;
  }
}

function renderFound(found: unknown): string {
  if (Array.isArray(found)) return "a list";
  return typeof found === "object" && found !== null ? "an object" : JSON.stringify(found);
}
