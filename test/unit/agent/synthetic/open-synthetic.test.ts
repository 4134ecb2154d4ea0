import { beforeEach, expect, test, vi } from "vitest";
import { openSynthetic, type SyntheticLook } from "../../../../agent/synthetic/open-synthetic.ts";
import type { Answerer, Request, Response, Session } from "../../../../edge/session.ts";

const RULE = { path: "/search?q=shoes", every: "2s" };

let now: number;
let sent: Request[];
let answer: (request: Request) => Promise<Partial<Answerer>>;
let said: unknown[];

beforeEach(() => {
  now = 1_800_000_000_000;
  sent = [];
  said = [];
  answer = () => Promise.resolve({});
});

const open = () => {
  const session: Partial<Session> = {
    send: async (request) => {
      sent.push(request);
      const answeredBy = { service: "shop", color: undefined, degraded: false, ...(await answer(request)) };
      return { answeredBy } as Response; // nothing else of it is asked
    },
  };
  const link = { session: () => Promise.resolve(session as Session) };
  return openSynthetic({ link, log: (level, message, fields) => said.push([level, message, fields]), now: () => now });
};
const look = (colors: SyntheticLook["colors"]): SyntheticLook => ({
  ...{ service: "shop", active: "green", route: { host: "shop.test", path: "/" }, colors },
});

test("asks each color through the public listener, with the sign that leads there", async () => {
  open()(RULE, look(["blue", "green"]));
  const request = { to: "public", host: "shop.test", path: "/search?q=shoes", withinMs: 10_000 };
  await vi.waitFor(() =>
    expect(sent).toEqual([
      { ...request, headers: { "x-canary": "false" } },
      { ...request, headers: { "x-canary": "true" } },
    ]),
  );
});

test("asks no more often than it is told to, and one at a time", async () => {
  const sender = open();
  const pass = async (ms: number) => {
    now += ms;
    sender(RULE, look(["green"]));
    await new Promise(setImmediate);
  };
  await pass(0);
  await pass(1_000);
  expect(sent).toHaveLength(1);
  await pass(1_000);
  expect(sent).toHaveLength(2);
  answer = () => new Promise(() => undefined);
  await pass(2_000);
  await pass(60_000);
  expect(sent).toHaveLength(3);
});

test("asks nobody where every color has answered enough", async () => {
  open()(RULE, look([]));
  await new Promise(setImmediate);
  expect(sent).toEqual([]);
});

test.each<[string, typeof answer, string]>([
  ["cannot be sent", () => Promise.reject(new Error("the edge is too old")), "the edge is too old"],
  [
    "another service takes",
    () => Promise.resolve({ service: "blog" }),
    "blog answers in place of shop: its route takes the path.",
  ],
  ["another color answers", () => Promise.resolve({ color: "blue" }), "blue answers for green."],
])("says once of what %s", async (_, answering, problem) => {
  answer = answering;
  const sender = open();
  for (let round = 0; round < 5; round++) {
    sender(RULE, look(["green"]));
    await new Promise(setImmediate);
    now += 2_000;
  }
  expect(said).toEqual([["warning", "requests in users' stead do not arrive", { service: "shop", problem }]]);
});
