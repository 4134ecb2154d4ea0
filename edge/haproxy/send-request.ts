import { z } from "zod";
import { COLORS } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { backendName } from "../../model/names.ts";
import type { Answerer, Request, Response } from "../session.ts";
import type { Conversation } from "./conversation.ts";
import { smokeSocket } from "./paths.ts";
import { OPEN_SUFFIX } from "./pool-names.ts";

/** The edge bounds a request itself; this is for an edge that does not. */
const MARGIN_MS = 15_000;

/** Exit code for a question that the program in the edge does not know. */
export const UNKNOWN_QUESTION = 64;

/** What the program in the edge says of an answer. */
const answerSchema = z.object({
  status: z.int(),
  seconds: z.number(),
  redirect: z.string(),
  problem: z.string(),
  headers: z.record(z.string(), z.array(z.string())).nullable(),
});

/**
 * Sends a request from inside the edge. Throws an InputError where the edge's image is too old for one that says more than host
 * and path.
 */
export async function sendRequest(
  conversation: Pick<Conversation, "ask">,
  service: string,
  request: Request,
): Promise<Response> {
  const { to, host, path, withinMs, method = "GET", headers = {}, body } = request;
  const told = { within: withinMs / 1000, to: wordFor(to, service), host, path, method, body };
  const question = `request ${JSON.stringify({ ...told, headers: Object.entries(headers) })}`;
  const { exitCode, lines } = await conversation.ask(question, withinMs + MARGIN_MS);
  if (exitCode === UNKNOWN_QUESTION) return sendPlainly(conversation, service, request);
  if (exitCode !== 0) throw new Error(`the request in the edge ended with ${exitCode}`);
  const answer = answerSchema.parse(JSON.parse(lines[0] ?? ""));
  const answerHeaders = answer.headers ?? {};
  return {
    ...answer,
    headers: answerHeaders,
    redirect: answer.redirect === "" ? undefined : answer.redirect,
    answeredBy: parseAnswerer(answerHeaders["x-tidegate-backend"]?.[0] ?? "", service),
    body: Buffer.from(lines[1] ?? "", "base64"),
  };
}

/** As edges before 0.7.0 are asked, which a stack may keep: a rollback must not need a new one. */
async function sendPlainly(
  conversation: Pick<Conversation, "ask">,
  service: string,
  { to, host, path, withinMs, method = "GET", headers, body }: Request,
): Promise<Response> {
  if (method !== "GET" || headers !== undefined || body !== undefined) {
    throw new InputError(
      `${service}: the edge runs an image that is too old for requests with a method, headers or a body. Leave them out of ` +
        "`smoke`, or take the image of this version: docs/upgrading.md says how.",
    );
  }
  const question = `ask ${withinMs / 1000} ${wordFor(to, service)} ${host} ${path}`;
  const { exitCode, lines } = await conversation.ask(question, withinMs + MARGIN_MS);
  if (exitCode === UNKNOWN_QUESTION) {
    throw new InputError(
      `${service}: the edge runs an image that is too old to send requests for whoever asks. Take the image of this version: ` +
        "docs/upgrading.md says how.",
    );
  }
  const [status = "0", seconds = "0", server = "", redirect = "", ...problem] = (lines[0] ?? "").split(" ");
  return {
    status: Number(status),
    seconds: Number(seconds),
    answeredBy: parseAnswerer(server, service),
    redirect: redirect === "" ? undefined : redirect,
    problem: problem.join(" "),
    headers: {},
    body: Buffer.from(lines[1] ?? "", "base64"),
  };
}

function wordFor(to: Request["to"], service: string): string {
  if (to === "public") return "-";
  return "color" in to ? smokeSocket(backendName(service, to.color)) : to.address;
}

/** Reads service, pool and slot, as a listener tells them to whoever asks from inside: `shop/shop.green/slot0`. */
export function parseAnswerer(server: string, service: string): Answerer {
  const [taker = "", pool = "", slot = ""] = server.split("/");
  const degraded = pool.endsWith(OPEN_SUFFIX);
  const name = degraded ? pool.slice(0, -OPEN_SUFFIX.length) : pool;
  const color = COLORS.find((candidate) => name === backendName(service, candidate));
  return {
    service: taker === "" ? undefined : taker,
    color: degraded || slot.startsWith("slot") ? color : undefined,
    degraded,
  };
}
