import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../../../docker/connect.ts";
import { Session } from "../../../../edge/haproxy/session.ts";
import { verify } from "../../../../edge/control/verify.ts";
import { releaseSchema } from "../../../../model/release.ts";
import { routeSchema } from "../../../../model/route.ts";

/** A session with an edge whose newest worker sends to green, and at whose public listener `server` answers. */
function sessionWith(server: string): Session {
  const edge = { docker: connectDocker(LOCAL_HOST), id: { project: "p", stack: "dev" }, container: "c" };
  const questions = new PassThrough();
  const answers = new PassThrough();
  questions.on("data", (question: Buffer) => {
    const lines = question.toString().startsWith("ask") ? [`200 0.01 ${server} `, ""] : ["new 12 shop.green"];
    answers.write(`${[...lines, "\u001e0"].join("\n")}\n`);
  });
  return new Session(edge, questions, answers, new PassThrough());
}

const GREEN = {
  service: "shop",
  color: "green",
  release: releaseSchema.parse({ version: "2", image: "shop:2" }),
  route: routeSchema.parse({}),
} as const;

test.each([
  ["a replica of the color answers", "shop/shop.green/slot1", undefined],
  ["all its replicas have turned red", "shop/shop.green-open/slot1", /^every replica of shop\.green has turned red/],
  ["another color answers", "shop/shop.blue/slot0", /^no replica of shop\.green answered/],
  ["nobody answers", "shop//", /^no replica of shop\.green answered/],
])("says what is wrong, or that nothing is, when %s", async (_what, server, problem) => {
  const session = sessionWith(server);
  const said = await verify(session, GREEN);
  session.close();
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(problem);
});
