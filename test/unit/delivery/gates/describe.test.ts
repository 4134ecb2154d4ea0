import { expect, it } from "vitest";
import { describeClosed, describeForecast } from "../../../../delivery/gates/describe.ts";
import type { GateResult } from "../../../../model/gate-result.ts";
import { request } from "./request.ts";

const result = (change: Partial<GateResult>): GateResult => ({
  ...{ gate: "window", verdict: "pass", asked: "when", seen: "it is Mon 10:00 in UTC", wanted: "open hours" },
  ...{ remedy: null, tookMs: 3, ...change },
});

it("shows every gate, and of those that are closed why and what to do", () => {
  const results = [
    result({}),
    result({
      gate: "reports",
      verdict: "fail",
      asked: "coverage.xml",
      seen: "71 %",
      wanted: "80 %",
      remedy: "Test more.",
    }),
    result({
      gate: "host",
      verdict: "inconclusive",
      asked: "the host",
      seen: "no answer",
      wanted: "one",
      remedy: null,
    }),
  ];
  expect(describeClosed(request(), results)).toBe(
    [
      "shop: 2 of 3 gates before a release are closed to green (version 2); its containers and the traffic stay as they are.",
      "  window   passed     it is Mon 10:00 in UTC",
      "  reports  closed     71 %",
      "           asked: coverage.xml",
      "           wanted: 80 %",
      "           what to do: Test more.",
      "  host     not known  no answer",
      "           asked: the host",
      "           wanted: one",
    ].join("\n"),
  );
});

it("tells a preview a line for each", () => {
  expect(describeForecast(result({}))).toBe("gate window: passes: it is Mon 10:00 in UTC");
  expect(describeForecast(result({ verdict: "fail" }))).toBe("gate window: closed: it is Mon 10:00 in UTC");
  expect(describeForecast(result({ verdict: "inconclusive", seen: "no answer" }))).toBe(
    "gate window: not known: no answer",
  );
  expect(describeForecast(result({ verdict: "inconclusive", seen: "not known: b; not known: c" }))).toBe(
    "gate window: not known: b; not known: c",
  );
});
