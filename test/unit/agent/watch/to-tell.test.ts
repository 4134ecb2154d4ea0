import { expect, test } from "vitest";
import { standStill } from "../../../../agent/watch/standstill.ts";
import { toTell } from "../../../../agent/watch/to-tell.ts";
import { record } from "../../edge/observed.ts";

const RECORD = record({ active: "green" });
const standstill = (text: string, since: number) =>
  standStill(undefined, RECORD, { because: "missing", rule: "errors", text }, since);

test("tells what stands still and what each rule came to", () => {
  const told = {
    standstills: { shop: standstill("too few", 1) },
    verdicts: { shop: { errors: "inconclusive" as const } },
  };
  expect(toTell(told)).toEqual(told);
});

test("tells no more than a sign of life can hold, what stands still for longest first", () => {
  const name = (index: number) => `service-${index}-${"n".repeat(40)}`;
  const many = Array.from({ length: 40 }, (_, index) => index);
  const rules = Object.fromEntries(many.map((index) => [`promql.${"r".repeat(30)}${index}`, "pass" as const]));
  const told = toTell({
    standstills: Object.fromEntries(many.map((index) => [name(index), standstill("x".repeat(5_000), 40 - index)])),
    verdicts: Object.fromEntries(many.map((index) => [name(index), rules])),
  });
  expect(Object.values(told.standstills).map(({ since }) => since)).toEqual(many.slice(1, 17));
  expect(Object.keys(told.verdicts).length).toBeGreaterThan(0);
  expect(Object.values(told.verdicts)[0]).toEqual(rules);
  expect(Buffer.byteLength(JSON.stringify({ version: "10.20.30", ...told }))).toBeLessThan(16_384);
});
