import { expect, test } from "vitest";
import { verify } from "../../../../edge/control/verify.ts";
import type { Answerer } from "../../../../edge/session.ts";
import { releaseSchema } from "../../../../model/release.ts";
import { routeSchema } from "../../../../model/route.ts";

/** A session with an edge whose newest worker sends to green, and at whose public listener somebody answers. */
function sessionWith(answeredBy: Answerer): Parameters<typeof verify>[0] {
  return {
    readRouting: async () => [{ pid: "12", old: false, sendsTo: "green" }],
    send: async () => ({
      status: 200,
      seconds: 0.01,
      answeredBy,
      redirect: undefined,
      problem: "",
      headers: {},
      body: Buffer.of(),
    }),
  };
}

const GREEN = {
  service: "shop",
  color: "green",
  release: releaseSchema.parse({ version: "2", image: "shop:2" }),
  secrets: new Map<string, string>(),
  route: routeSchema.parse({}),
} as const;

test.each<[string, Partial<Answerer>, RegExp | undefined]>([
  ["a replica of the color answers", { color: "green" }, undefined],
  [
    "all its replicas have turned red",
    { color: "green", degraded: true },
    /^every replica of shop\.green has turned red/,
  ],
  ["another color answers", { color: "blue" }, /^no replica of shop\.green answered/],
  ["nobody answers", {}, /^no replica of shop\.green answered/],
])("says what is wrong, or that nothing is, when %s", async (_what, answerer, problem) => {
  const session = sessionWith({ service: "shop", color: undefined, degraded: false, ...answerer });
  const said = await verify(session, GREEN);
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatchObject({ kind: "arrival", text: expect.stringMatching(problem) as string });
});
