import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../../agent/prometheus/reading.ts";

const HOST = "prometheus:9090";
const read = (body: unknown, status = 200) => readAnswer(HOST, { status, body: JSON.stringify(body) });
const vector = (...values: string[]) =>
  read({
    status: "success",
    data: { resultType: "vector", result: values.map((value) => ({ metric: { a: "b" }, value: [1.5, value] })) },
  });

describe("a reading", () => {
  it.each([
    ["0", 0],
    ["0.125", 0.125],
    ["1e-7", 1e-7],
    ["+Inf", Infinity],
    ["-Inf", -Infinity],
  ])("is the number %s of one series", (text, value) => {
    expect(vector(text)).toEqual({ kind: "value", value });
  });

  it("is the number of a scalar", () => {
    const answer = { status: "success", data: { resultType: "scalar", result: [1, "2.5"] } };
    expect(read(answer)).toEqual({ kind: "value", value: 2.5 });
  });

  it("has no data where there is no series, or no number", () => {
    expect(vector()).toEqual({ kind: "no-data", why: "the query gives no series" });
    expect(vector("NaN")).toEqual({ kind: "no-data", why: "the query gives NaN" });
  });

  it("does not choose among several series", () => {
    expect(vector("1", "1")).toEqual({
      kind: "error",
      why: "the query gives 2 series, and must give one: sum or select them.",
    });
  });

  it.each([
    ["matrix", { resultType: "matrix", result: [] }, "the query gives a matrix, and must give one number."],
    ["string", { resultType: "string", result: [1, "2"] }, "the query gives a string, and must give one number."],
    [
      "native histogram",
      { resultType: "vector", result: [{ metric: {}, histogram: [1, {}] }] },
      "the query gives a histogram, and must give one number.",
    ],
    ["no number", { resultType: "scalar", result: [1, "many"] }, "the query gives a value that is no number."],
  ])("is an error for a %s", (_, data, why) => {
    expect(read({ status: "success", data })).toEqual({ kind: "error", why });
  });

  it("is an error where a part of the data was out of reach, and heeds no hint at style", () => {
    const data = { resultType: "scalar", result: [1, "2"] };
    const partial = read({ status: "success", warnings: ["store eu-2 is down"], data });
    expect(partial).toEqual({ kind: "error", why: `${HOST} has only a part of the answer: store eu-2 is down` });
    const hint = "PromQL info: metric might not be a counter, name does not end in _total: x";
    expect(read({ status: "success", warnings: [hint], data })).toEqual({ kind: "value", value: 2 });
  });

  it("says what Prometheus has against a query, in one line", () => {
    const refused = read({ status: "error", errorType: "bad_data", error: "parse\n\u001b[31merror" }, 400);
    expect(refused).toEqual({ kind: "error", why: `${HOST} refuses the query: parse [31merror` });
  });

  it.each([
    [302, "redirects, which is not followed. Name the address behind it."],
    [401, "refuses the login with status 401."],
    [403, "refuses the login with status 403."],
    [502, "does not answer as Prometheus does, with status 502."],
    [200, "does not answer as Prometheus does, with status 200."],
  ])("is an error for a page with status %i", (status, said) => {
    expect(readAnswer(HOST, { status, body: "<html>" })).toEqual({ kind: "error", why: `${HOST} ${said}` });
  });
});
