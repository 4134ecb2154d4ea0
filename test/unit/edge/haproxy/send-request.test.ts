import { expect, test } from "vitest";
import { parseAnswerer, sendRequest } from "../../../../edge/haproxy/send-request.ts";

test.each([
  ["a replica", "shop/shop.green/slot1", { service: "shop", color: "green", degraded: false }],
  ["a replica of a red pool", "shop/shop.green-open/slot1", { service: "shop", color: "green", degraded: true }],
  ["another service", "blog/blog.green/slot0", { service: "blog", color: undefined, degraded: false }],
  ["a pool without a replica", "shop/shop.blue/<NOSRV>", { service: "shop", color: undefined, degraded: false }],
  ["the proxy itself", "shop//", { service: "shop", color: undefined, degraded: false }],
  ["nobody", "", { service: undefined, color: undefined, degraded: false }],
])("knows who answered: %s", (_who, server, answerer) => {
  expect(parseAnswerer(server, "shop")).toEqual(answerer);
});

test("asks an edge of before 0.7.0 in its own words, unless the request says more than they can", async () => {
  const asked: string[] = [];
  const old = {
    ask: async (question: string) => {
      asked.push(question);
      if (question.startsWith("request ")) return { exitCode: 64, lines: [] };
      return { exitCode: 0, lines: ["302 0.004 shop/shop.green/slot0 http://a/login ", "aGk="] };
    },
  };
  const request = { to: "public", host: "shop.test", path: "/a", withinMs: 2_500 } as const;
  expect(await sendRequest(old, "shop", request)).toEqual({
    ...{ status: 302, seconds: 0.004, redirect: "http://a/login", problem: "", headers: {}, body: Buffer.from("hi") },
    answeredBy: { service: "shop", color: "green", degraded: false },
  });
  expect(asked.at(-1)).toBe("ask 2.5 - shop.test /a");
  await expect(sendRequest(old, "shop", { ...request, method: "POST" })).rejects.toThrow(/image that is too old/);
});

test("does not take it for an answer that an edge sends no requests for whoever asks", async () => {
  const silent = { ask: () => Promise.resolve({ exitCode: 64, lines: [] }) };
  const request = { to: { color: "green" }, host: "shop.test", path: "/a", withinMs: 2_500 } as const;
  await expect(sendRequest(silent, "shop", request)).rejects.toThrow(/too old to send requests/);
});
