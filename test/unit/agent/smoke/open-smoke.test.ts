import { beforeEach, expect, test, vi } from "vitest";
import type { RuleLook } from "../../../../agent/guard/rule-judge.ts";
import { openSmoke } from "../../../../agent/smoke/open-smoke.ts";
import type { Request, Response, Session } from "../../../../edge/session.ts";
import type { Color } from "../../../../model/color.ts";
import { guardSchema } from "../../../../model/guard.ts";
import { release, seal } from "../../edge/observed.ts";

const SMOKE = [
  { path: "/", status: 200 },
  { path: "/cart", status: 200, contains: "cart" },
  { path: "/order", method: "POST" as const, status: 200 },
];

const GUARD = guardSchema.parse({ warmUp: "10s", smoke: { every: "1m", failures: 1 } });

let now: number;
let sent: Request[];
/** Status that a color answers with; it does not answer where that is null. */
let statusOf: (color: Color, path: string) => number | null;
/** Why nothing can be sent. */
let problem: string | undefined;

beforeEach(() => {
  now = 1_800_000_000_000;
  sent = [];
  problem = undefined;
  statusOf = () => 200;
});

const send = (request: Request): Promise<Response> => {
  sent.push(request);
  if (problem !== undefined) return Promise.reject(new Error(problem));
  const color = typeof request.to === "object" && "color" in request.to ? request.to.color : "blue";
  const status = statusOf(color, request.path);
  if (status === null) return new Promise(() => undefined);
  const answeredBy = { service: "shop", color, degraded: false };
  return Promise.resolve({
    ...{ status, seconds: 0.012, answeredBy, redirect: undefined, problem: "", headers: {} },
    body: Buffer.from("cart"),
  });
};
const session: Partial<Session> = { send };
const open = () => {
  const link = { session: () => Promise.resolve(session as Session) }; // nothing else is asked of it
  return openSmoke({ link, now: () => now });
};
const look = (more: Partial<RuleLook> = {}): RuleLook => ({
  ...{ service: "shop", active: "green", share: 500, nowMs: now, sinceMs: now - 60_000 },
  sealed: { blue: seal(release("1", { smoke: SMOKE })), green: seal(release("2", { smoke: SMOKE })) },
  route: { host: "shop.test", path: "/" },
  ...more,
});
const sentTo = () => sent.map(({ to, path }) => `${JSON.stringify(to)} ${path}`);

test("sends what can be sent again to the active color, and passes", async () => {
  const smoke = open();
  await vi.waitFor(() => expect(smoke(GUARD, look())).toMatchObject([{ rule: "smoke", outcome: "pass" }]));
  expect(sent).toMatchObject([
    { to: { color: "green" }, host: "shop.test", path: "/" },
    { to: { color: "green" }, path: "/cart" },
  ]);
});

test("asks the stable color for its own only where the active one is red, and fails where that is well", async () => {
  statusOf = (color) => (color === "green" ? 500 : 200);
  const smoke = open();
  await vi.waitFor(() => expect(smoke(GUARD, look())).toMatchObject([{ outcome: "fail" }]));
  expect(sentTo()).toEqual(['{"color":"green"} /', '{"color":"blue"} /', '{"color":"blue"} /cart']);
  expect(smoke(GUARD, look())[0]?.text).toContain("GET /: status 500 instead of 200 after 12 ms");
});

test("blames neither where both are red", async () => {
  statusOf = () => 503;
  const smoke = open();
  await vi.waitFor(() => expect(smoke(GUARD, look())).toMatchObject([{ because: "both-bad" }]));
});

test("blames the active color where the stable one has nothing to be compared by", async () => {
  statusOf = () => 503;
  const smoke = open();
  const sealed = { blue: seal(release("1", { smoke: [] })), green: look().sealed.green };
  await vi.waitFor(() => expect(smoke(GUARD, look({ sealed }))).toMatchObject([{ outcome: "fail" }]));
  expect(sentTo()).toEqual(['{"color":"green"} /']);
});

test("never passes, nor fails, where nothing can be sent", async () => {
  problem = "shop: the edge runs an image that is too old to send requests";
  const smoke = open();
  const text = `Smoke requests cannot be sent: ${problem}.`;
  await vi.waitFor(() => expect(smoke(GUARD, look())).toMatchObject([{ because: "missing", text }]));
});

test("says so of a release that has nothing to be sent again, such as one of before the rule", async () => {
  const smoke = open();
  const sealed = { blue: null, green: seal(release("2", { smoke: [] })) };
  const text = "Smoke requests cannot be sent: 2 has no smoke request to be sent again.";
  await vi.waitFor(() => expect(smoke(GUARD, look({ sealed }))).toMatchObject([{ because: "missing", text }]));
});

test("waits for no answer, and sends nothing more meanwhile", async () => {
  statusOf = () => null;
  const smoke = open();
  for (let round = 0; round < 100; round++) {
    expect(smoke(GUARD, look())).toMatchObject([{ because: "missing" }]);
    now += 1_000;
  }
  await vi.waitFor(() => expect(sent).toHaveLength(1));
});

test("sends nothing where the rule is not declared", () => {
  expect(open()(guardSchema.parse({}), look())).toEqual([]);
  expect(sent).toEqual([]);
});
