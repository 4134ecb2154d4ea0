import type { Smoke } from "../../model/smoke.ts";
import type { Request, Response } from "../session.ts";
import type { Filling } from "./filling.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { nameOf, smokeRequest } from "./requests.ts";

const SHOWN_CHARACTERS = 200;

/** What one request of a list came to, in words that hold no captured value and no secret. */
export interface Turn {
  isRed: boolean;
  /** `POST /login: status 500 instead of 200 after 12 ms`, and below that what the answer began with. */
  lines: string[];
}

export interface Asking {
  to: Request["to"];
  host: string;
  filling: Filling;
  /** Sends a request and has its answer judged; `skipped` where the request is somebody else's to answer. */
  ask: (request: Request, judge: (response: Response) => Turn, smoke: Smoke) => Promise<Turn | "skipped">;
  /** What comes after a red one is not sent. */
  stopsAtRed: boolean;
}

/**
 * Sends requests in their order, each with what those before it captured. One that wants a value which is missing is not sent:
 * red, or left out as well where the request that captures it was left out.
 */
export async function askInTurn(requests: readonly Smoke[], asking: Asking): Promise<Turn[]> {
  const { to, host, filling, ask, stopsAtRed } = asking;
  const turns: Turn[] = [];
  const leftOut = new Set<string>();
  for (const smoke of requests) {
    const filled = filling.fill(smoke);
    let turn: Turn | "skipped";
    if ("smoke" in filled) {
      const judge = (response: Response) => judgeTurn(smoke, response, filling);
      turn = await ask(smokeRequest(to, host, filled.smoke), judge, smoke);
    } else if (filled.missing !== undefined && leftOut.has(filled.missing)) {
      turn = "skipped";
    } else {
      turn = { isRed: true, lines: [`${nameOf(smoke)}: ${filled.problem}`] };
    }
    if (turn === "skipped") {
      for (const name of Object.keys(smoke.capture ?? {})) leftOut.add(name);
      continue;
    }
    turns.push(turn);
    if (turn.isRed && stopsAtRed) break;
  }
  return turns;
}

/** All turns up to the last red one, a line each, with what red answers began with below them. */
export function renderTurns(turns: readonly Turn[]): string {
  const last = turns.findLastIndex(({ isRed }) => isRed);
  return turns
    .slice(0, last + 1)
    .flatMap(({ lines: [first = "", ...more] }) => [`  ${first}`, ...more.map((line) => `    ${line}`)])
    .join("\n");
}

function judgeTurn(smoke: Smoke, response: Response, filling: Filling): Turn {
  const missing = filling.take(smoke, response); // before the answer is shown, so that what it holds is masked
  const mask = (text: string) => filling.mask(text);
  const problem = judgeAnswer(smoke, response, mask) ?? missing;
  if (problem === undefined) {
    const captured = Object.keys(smoke.capture ?? {}).map((name) => `, \`${name}\` captured`);
    const ms = Math.round(response.seconds * 1000);
    return { isRed: false, lines: [`${nameOf(smoke)}: ${response.status} after ${ms} ms${captured.join("")}`] };
  }
  return { isRed: true, lines: [`${nameOf(smoke)}: ${problem}`, ...excerpt(smoke, response, mask)] };
}

/**
 * How the body begins, in one line. An answer from which something was to be captured is shown only where it is an error: the
 * value may stand in it under another name than was expected.
 */
function excerpt({ capture }: Smoke, { status, body }: Response, mask: (text: string) => string): string[] {
  if (body.length === 0) return [];
  if (capture !== undefined && status < 400) return ["(its body is not shown, because something is captured from it)"];
  const text = mask(body.toString("utf8"));
  const shown = text.slice(0, SHOWN_CHARACTERS).replace(/\p{C}/gu, spell);
  return [`| ${shown}${text.length > SHOWN_CHARACTERS ? "…" : ""}`];
}

/** A sign that cannot be seen, as JSON writes it. */
function spell(sign: string): string {
  const known = JSON.stringify(sign).slice(1, -1);
  return known === sign ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}` : known;
}
