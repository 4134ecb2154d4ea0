import { expect, it } from "vitest";
import { parseRetryAfter } from "../../../../../agent/notify/send/post.ts";

const DATE = "Mon, 30 Nov 2026 12:00:00 GMT";

it.each<[string | null, string | null, number | undefined]>([
  ["7", null, 7_000],
  ["0", DATE, 0],
  ["Mon, 30 Nov 2026 12:00:07 GMT", DATE, 7_000],
  ["Mon, 30 Nov 2026 11:59:00 GMT", DATE, 0],
  ["Mon, 30 Nov 2026 12:00:07 GMT", null, undefined],
  ["soon", DATE, undefined],
  ["-7", DATE, undefined],
  ["99999999999999999999", DATE, undefined],
  [null, DATE, undefined],
])("reads Retry-After %j of an answer of %j as %s ms", (text, date, ms) => {
  expect(parseRetryAfter(text, date)).toBe(ms);
});
