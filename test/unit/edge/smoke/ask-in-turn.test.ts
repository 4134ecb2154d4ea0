import { expect, test } from "vitest";
import { askInTurn, renderTurns } from "../../../../edge/smoke/ask-in-turn.ts";
import { Filling } from "../../../../edge/smoke/filling.ts";
import type { Request, Response } from "../../../../edge/session.ts";
import { smokeListSchema } from "../../../../model/smoke.ts";

type Answer = { status?: number; headers?: Record<string, string[]>; body?: unknown; problem?: string };

/** Asks an app that answers as told, one answer a request, and gives what was asked and what is told of it. */
async function ask(requests: unknown, answers: (Answer | "skipped")[], secrets: Record<string, string> = {}) {
  const asked: Request[] = [];
  const list = smokeListSchema.parse(requests);
  const turns = await askInTurn(list, {
    to: "public",
    host: "shop.test",
    filling: new Filling(list, new Map(Object.entries(secrets))),
    stopsAtRed: false,
    ask: async (request, judge) => {
      asked.push(request);
      const answer = answers[asked.length - 1] ?? {};
      return answer === "skipped" ? "skipped" : judge(responseOf(answer));
    },
  });
  return { asked, red: turns.map(({ isRed }) => isRed), told: renderTurns(turns) };
}

function responseOf({ status = 200, headers = {}, body = "", problem = "" }: Answer): Response {
  return {
    ...{ status: problem === "" ? status : 0, seconds: 0.012, redirect: headers["location"]?.[0], problem, headers },
    answeredBy: { service: "shop", color: "green", degraded: false },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
}

const LOGIN = {
  ...{ path: "/login", method: "POST", form: { user: "smoke", password: "{{secret:PASSWORD}}" } },
  capture: { token: "$.token", session: "cookie:SID", "x-id": "header:X-Id" },
};
const ADMIN = { path: "/admin/{{x-id}}", headers: { Authorization: "Bearer {{token}}", Cookie: "SID={{session}}" } };
const GIVEN = {
  headers: { "set-cookie": ["SID=old", "SID=s=1; Path=/; HttpOnly"], "x-id": ["7/8"] },
  body: { token: 't"1' },
};

test("fills secrets and what was captured into what is sent, each as its place wants it", async () => {
  const { asked, red } = await ask(
    [LOGIN, ADMIN, { path: "/a", method: "PUT", json: { of: ["{{token}}"] } }],
    [GIVEN],
    {
      PASSWORD: "p&ss wörd",
    },
  );
  expect(red).toEqual([false, false, false]);
  expect(asked[0]).toMatchObject({
    ...{ method: "POST", path: "/login", body: "user=smoke&password=p%26ss+w%C3%B6rd" },
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  expect(asked[1]).toMatchObject({ path: "/admin/7%2F8", headers: { Authorization: 'Bearer t"1', Cookie: "SID=s=1" } });
  expect(asked[2]?.body).toBe('{"of":["t\\"1"]}');
});

test("tells what came before a wrong answer, and shows no captured value and no secret in any spelling", async () => {
  const { told } = await ask(
    [LOGIN, ADMIN],
    [
      GIVEN,
      {
        status: 403,
        body: `no 't\\"1' and s%3D1\n p&ss p%26ss p&amp;ss for ${"x".repeat(300)}`,
        headers: { location: ["/?back=7%2F8"] },
      },
    ],
    { PASSWORD: "p&ss" },
  );
  expect(told).toBe(
    "  POST /login: 200 after 12 ms, `token` captured, `session` captured, `x-id` captured\n" +
      "  GET /admin/{{x-id}}: status 403 instead of 200 after 12 ms, a redirect to /?back={{x-id}}\n" +
      `    | no '{{token}}' and {{session}}\\n {{secret:PASSWORD}} {{secret:PASSWORD}} {{secret:PASSWORD}} for ${"x".repeat(104)}…`,
  );
});

test("does not send what wants a value that was not captured, and hides an answer that may hold it", async () => {
  const { asked, told } = await ask([LOGIN, ADMIN, { path: "/free" }], [{ body: { access: "t0p" } }, {}], {
    PASSWORD: "p",
  });
  expect(asked.map(({ path }) => path)).toEqual(["/login", "/free"]);
  expect(told).toBe(
    "  POST /login: there is no $.token to capture\n" +
      "    (its body is not shown, because something is captured from it)\n" +
      "  GET /admin/{{x-id}}: not sent, because `x-id` was not captured",
  );
});

test("leaves out what wants a value of a request that is somebody else's to answer", async () => {
  const { asked, red } = await ask([LOGIN, ADMIN, { path: "/free" }], ["skipped", {}], { PASSWORD: "p" });
  expect(asked.map(({ path }) => path)).toEqual(["/login", "/free"]);
  expect(red).toEqual([false]);
});

test("never lets a captured value begin a header of its own, and says which secret is missing", async () => {
  const { told } = await ask([LOGIN, ADMIN], [{ ...GIVEN, body: { token: "a\r\nX-Admin: 1" } }], { PASSWORD: "p" });
  expect(told).toContain("not sent, because its header Authorization would have more than one line");
  expect((await ask([LOGIN], [])).told).toBe("  POST /login: not sent, because there is no secret PASSWORD");
});

test.each<[string, object, Answer, string | undefined]>([
  [
    "a header with the text",
    { expectHeaders: { Location: "/login" } },
    { headers: { location: ["http://a/login"] } },
    undefined,
  ],
  [
    "a header without it",
    { expectHeaders: { Location: "/in" } },
    { headers: { location: ["/out"] } },
    'header Location is "/out" and does not contain "/in"',
  ],
  [
    "a header that is missing",
    { expectHeaders: { "X-Id": "1" } },
    {},
    'header X-Id is missing and does not contain "1"',
  ],
  [
    "a header that must not be",
    { expectHeaders: { Server: { exists: false } } },
    { headers: { server: ["a"] } },
    'header Server is "a"',
  ],
  [
    "the right value",
    { expectJson: { "$.a[0]": 1, "$.b": { exists: false }, "$.c": null } },
    { body: { a: [1], c: null } },
    undefined,
  ],
  ["another value", { expectJson: { "$.a": "1" } }, { body: { a: 1 } }, '$.a is 1 instead of "1"'],
  ["an object", { expectJson: { "$.a": "1" } }, { body: { a: {} } }, '$.a is an object instead of "1"'],
  ["no value", { expectJson: { "$.a": { exists: true } } }, { body: {} }, "$.a is missing"],
  ["no JSON", { expectJson: { "$.a": 1 } }, { body: "<html>" }, "the body is no JSON"],
  ["no answer", {}, { problem: "Operation timed out" }, "no whole answer within 2s (Operation timed out)"],
  [
    "control characters",
    { contains: "a" },
    { body: "\u0000\u001b[31m" },
    'the body does not contain "a"\n    | \\u0000\\u001b[31m',
  ],
])("judges %s", async (_what, request, answer, problem) => {
  const { told } = await ask([{ path: "/", ...request }], [answer]);
  if (problem === undefined) expect(told).toBe("");
  else expect(told.startsWith(`  GET /: ${problem}`)).toBe(true);
});
