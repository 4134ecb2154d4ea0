import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A request as it came. */
export interface Received {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export interface Receiver {
  /** `http://127.0.0.1:port`. */
  origin: string;
  received: Received[];
  /** Ends when the next request has come whole. */
  next(): Promise<void>;
  /** How requests are answered from now on. */
  answer: Answering;
}

/** Answers with a status, a body and headers. */
export function answerWith(status: number, body = "", headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => void response.writeHead(status, headers).end(body);
}

/** A server on loopback that keeps what it gets, until the end of the test. */
export async function startReceiver(answer: Answering = answerWith(200)): Promise<Receiver> {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      receiver.received.push({ path: request.url ?? "", headers: request.headers, body: body.toString("utf8") });
      server.emit("received");
      receiver.answer(response, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const receiver: Receiver = {
    origin: `http://127.0.0.1:${port}`,
    received: [],
    next: async () => void (await once(server, "received")),
    answer,
  };
  return receiver;
}
