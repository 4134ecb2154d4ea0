import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { PolicyDocument } from "../../../platforms/aws/policy/document.ts";
import { Turns } from "../../../docker/turns.ts";
import { freePorts } from "../free-port.ts";
import { allows } from "./iam/allows.ts";
import { actionOf, renderRefusal, type AwsRequest, type Refusal } from "./wire.ts";

/** What a call meets instead of the answer of the server behind. */
export type Trouble =
  | Refusal
  /** No answer ever comes. */
  | "silence"
  /** The connection ends, and the server behind was not asked. */
  | "cut"
  /** The server behind has done what was asked, and the connection ends before the answer. */
  | "lost answer"
  /** The answer of the server behind is another one. */
  | ((answer: string, request: AwsRequest) => string);

/** Stands before a server that speaks AWS's protocols, and is in the way where a test says so. */
export interface AwsProxy {
  endpoint: string;
  /** Actions that were asked for, each attempt, oldest first. */
  asked: string[];
  /** Gives the next `times` calls of an action trouble, all of them when left out. The last one that was given counts. */
  trouble(action: string, trouble: Trouble, times?: number): void;
  /** Calls `act` once, before the next call of an action goes through. */
  before(action: string, act: () => Promise<unknown>): void;
  /** From then on refuses what a policy of IAM does not allow. */
  allowOnly(policy: PolicyDocument): void;
  /** Calls `act` after each call of an action, before its answer. */
  after(action: string, act: (request: AwsRequest) => Promise<void>): void;
  /** From then on nothing is in the way, and nothing was asked. What follows calls goes on. */
  clear(): void;
  stop(): Promise<void>;
}

const FORBIDDEN: Refusal = { status: 403, code: "AccessDenied", message: "no identity-based policy allows it" };

/** S3 looks at a condition and writes in one step; the server behind does not, where two ask at once. */
const IN_ONE_STEP = "s3:PutObject";

export async function startAwsProxy(behind: string): Promise<AwsProxy> {
  const asked: string[] = [];
  const writes = new Turns(1);
  const troubles = new Map<string, { trouble: Trouble; left: number }>();
  let policy: PolicyDocument | undefined;
  const acts = new Map<string, () => Promise<unknown>>();
  const followers = new Map<string, (request: AwsRequest) => Promise<void>>();

  const take = (action: string): Trouble | undefined => {
    const found = troubles.get(action);
    if (found === undefined || found.left === 0) return undefined;
    found.left -= 1;
    return found.trouble;
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    const action = actionOf(request);
    asked.push(action);
    const act = acts.get(action);
    acts.delete(action);
    await act?.();
    const ask = (other: AwsRequest) => forward(behind, other);
    const isForbidden = policy !== undefined && !(await allows(policy, request, ask));
    const trouble = isForbidden ? FORBIDDEN : take(action);
    if (trouble === "silence") return;
    if (trouble === "cut") return void incoming.socket.destroy();
    if (trouble !== undefined && typeof trouble === "object") {
      const { status, headers, body } = renderRefusal(request, trouble);
      return void response.writeHead(status, headers).end(body);
    }
    const giveBack = action === IN_ONE_STEP ? await writes.take() : undefined;
    const answer = await forward(behind, request).finally(giveBack);
    await followers.get(action)?.(request);
    if (trouble === "lost answer") return void incoming.socket.destroy();
    const body = typeof trouble === "function" ? trouble(answer.body, request) : answer.body;
    response.writeHead(answer.status, answer.headers).end(body);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy()); // the server behind is gone, at the end of a test
  });
  const [port] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    trouble: (action, trouble, times = Infinity) => void troubles.set(action, { trouble, left: times }),
    before: (action, act) => void acts.set(action, act),
    allowOnly: (document) => void (policy = document),
    after: (action, act) => void followers.set(action, act),
    clear() {
      policy = undefined;
      troubles.clear();
      acts.clear();
      asked.length = 0;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<AwsRequest> {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")] as const);
  return {
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers: Object.fromEntries(headers),
    body: await text(incoming),
  };
}

/** Headers that belong to one connection, and those of a body that is not the same any more. */
const OF_CONNECTION = ["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding"];

async function forward(behind: string, { method, url, headers, body }: AwsRequest) {
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name));
  const answer = await fetch(`${behind}${url}`, {
    method,
    headers: Object.fromEntries(kept),
    ...(["GET", "HEAD"].includes(method) ? {} : { body }),
  });
  const back = [...answer.headers].filter(([name]) => ![...OF_CONNECTION, "content-encoding"].includes(name));
  return { status: answer.status, headers: Object.fromEntries(back), body: await answer.text() };
}
