import { expect, test } from "vitest";
import { figuresOf } from "../../support/bad-releases/figures.ts";
import type { Visit } from "../../support/crowd.ts";

const visit = (startMs: number, of: Partial<Visit> = {}): Visit => ({
  ...{ person: 1, startMs, endMs: startMs + 5, status: 200, version: "1" },
  ...of,
});
const BAD = { version: "2" };
const BACK_MS = 500;

test("counts whom a bad release answered, how often badly, and for how long", () => {
  const visits = [
    visit(0),
    visit(100, BAD),
    visit(200, { ...BAD, person: 2, status: 500 }),
    visit(300, { ...BAD, person: 2, status: 500 }),
    visit(600),
  ];
  expect(figuresOf(visits, {}, "2", BACK_MS)).toEqual({ caughtMs: 400, people: 2, bad: 2, lost: 0 });
  expect(figuresOf(visits, { isBad: () => true }, "2", null)).toMatchObject({ caughtMs: null, bad: 3 });
});

test("takes for lost what fails and was not answered by the bad release, before and after the way back", () => {
  const visits = [visit(100, BAD), visit(200, { status: 503, version: undefined }), visit(600, { status: 0 })];
  expect(figuresOf(visits, {}, "2", BACK_MS)).toMatchObject({ bad: 0, lost: 2 });
});

test("blames a release whose replicas die for what they took along, until traffic is back", () => {
  const visits = [
    visit(100, BAD),
    visit(200, { status: 502, version: undefined }),
    visit(600, { status: 502, version: undefined }),
  ];
  expect(figuresOf(visits, { takesAlong: true }, "2", BACK_MS)).toMatchObject({ bad: 1, lost: 1 });
});

test("knows no time where the bad release never answered", () => {
  expect(figuresOf([visit(0)], {}, "2", null)).toEqual({ caughtMs: null, people: 0, bad: 0, lost: 0 });
});
