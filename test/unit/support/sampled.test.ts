import { expect, it } from "vitest";
import { sampled } from "../../support/soak.ts";

const CASES = Array.from({ length: 41 }, (_, index) => `point-${index}`);

it("takes a fifth, the same for the same seed, in order", () => {
  const taken = sampled(CASES, "2026-11-27", false);
  expect(taken).toHaveLength(9);
  expect(taken).toEqual(CASES.filter((one) => taken.includes(one)));
  expect(sampled(CASES, "2026-11-27", false)).toEqual(taken);
});

it("takes another fifth with another seed, and in time every case", () => {
  const days = Array.from({ length: 60 }, (_, day) => sampled(CASES, `day ${day}`, false));
  expect(new Set(days.map((one) => one.join())).size).toBe(60);
  expect(new Set(days.flat()).size).toBe(CASES.length);
});

it("takes all in a soak", () => {
  expect(sampled(CASES, "2026-11-27", true)).toEqual(CASES);
});
