import { z } from "zod";

/** What a query came to. Only a value can be judged: missing data never passes. */
export type Reading =
  | { kind: "value"; value: number }
  /** It was answered, and there is nothing. */
  | { kind: "no-data"; why: string }
  /** It was not answered, or not with one number; `why` says what to mend. */
  | { kind: "error"; why: string };

/** Unix time in seconds, and the value as text. */
const sampleSchema = z.tuple([z.number(), z.string()]);

const resultSchema = z.discriminatedUnion("resultType", [
  // A series of native histograms has no `value`.
  z.object({ resultType: z.literal("vector"), result: z.array(z.object({ value: sampleSchema.optional() })) }),
  z.object({ resultType: z.literal("scalar"), result: sampleSchema }),
  z.object({ resultType: z.enum(["matrix", "string"]) }),
]);

const answerSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), warnings: z.array(z.string()).default([]), data: resultSchema }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);

/**
 * Makes a reading of the answer to an instant query (prometheus.io/docs/prometheus/latest/querying/api/#instant-queries), whatever it
 * is; pure. `host` is who answered.
 */
export function readAnswer(host: string, { status, body }: { status: number; body: string }): Reading {
  if (status >= 300 && status < 400)
    return failed(`${host} redirects, which is not followed. Name the address behind it.`);
  if (status === 401 || status === 403) return failed(`${host} refuses the login with status ${status}.`);
  const answer = answerSchema.safeParse(parseJson(body)).data;
  if (answer === undefined) return failed(`${host} does not answer as Prometheus does, with status ${status}.`);
  if (answer.status === "error") return failed(`${host} refuses the query: ${oneLine(answer.error)}`);
  // Thanos and its like warn where a part of the data was out of reach; hints at a query's style say what they are.
  const warning = answer.warnings.find((text) => !text.startsWith("PromQL info:"));
  if (warning !== undefined) return failed(`${host} has only a part of the answer: ${oneLine(warning)}`);
  return readResult(answer.data);
}

export function failed(why: string): Reading {
  return { kind: "error", why };
}

function readResult(data: z.infer<typeof resultSchema>): Reading {
  if (data.resultType === "scalar") return readValue(data.result);
  if (data.resultType !== "vector") return failed(`the query gives a ${data.resultType}, and must give one number.`);
  const [series, ...others] = data.result;
  if (series === undefined) return { kind: "no-data", why: "the query gives no series" };
  if (others.length > 0) {
    return failed(`the query gives ${data.result.length} series, and must give one: sum or select them.`);
  }
  if (series.value === undefined) return failed("the query gives a histogram, and must give one number.");
  return readValue(series.value);
}

function readValue([, text]: z.infer<typeof sampleSchema>): Reading {
  if (text === "NaN") return { kind: "no-data", why: "the query gives NaN" };
  const value = Number(text.replace(/Inf$/, "Infinity"));
  return Number.isNaN(value) ? failed("the query gives a value that is no number.") : { kind: "value", value };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // as unlike Prometheus as any other text
  }
}

/** Somebody else's words: without what could paint over a terminal, and not endless. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}
