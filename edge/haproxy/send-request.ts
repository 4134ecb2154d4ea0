import { COLORS } from "../../model/color.ts";
import { backendName } from "../../model/names.ts";
import type { Answerer, Request, Response } from "../session.ts";
import type { Conversation } from "./conversation.ts";
import { smokeSocket } from "./paths.ts";
import { OPEN_SUFFIX } from "./pool-names.ts";

/** Sends a request from inside the edge. */
export async function sendRequest(
  conversation: Conversation,
  service: string,
  { to, host, path, withinMs }: Request,
): Promise<Response> {
  const question = `ask ${withinMs / 1000} ${wordFor(to, service)} ${host} ${path}`;
  const { lines } = await conversation.ask(question, withinMs + 15_000);
  const [status = "0", seconds = "0", server = "", redirect = "", ...problem] = (lines[0] ?? "").split(" ");
  return {
    status: Number(status),
    seconds: Number(seconds),
    answeredBy: parseAnswerer(server, service),
    redirect: redirect === "" ? undefined : redirect,
    problem: problem.join(" "),
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
