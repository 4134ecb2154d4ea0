import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { questionSchema, type Question } from "./questions.ts";

/** Longest question, in characters. */
const MAX_QUESTION = 16_384;

/** How long somebody may take to ask, in milliseconds. */
const ASK_MS = 10_000;

/**
 * Answers questions on a socket, one in each connection: JSON, to the end of what is sent, and JSON back. What is no question gets no
 * answer. Takes the place of a socket that was left behind. Rejects where it cannot listen.
 */
export async function serveQuestions(
  path: string,
  answer: (question: Question) => Promise<unknown>,
): Promise<{ close: () => Promise<void> }> {
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy()); // whoever asked is gone
    converse(socket, answer).catch(() => socket.destroy());
  });
  server.listen(path);
  await once(server, "listening");
  return {
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

async function converse(socket: Socket, answer: (question: Question) => Promise<unknown>): Promise<void> {
  socket.setTimeout(ASK_MS, () => socket.destroy());
  const question = questionSchema.parse(JSON.parse(await readToEnd(socket)));
  socket.setTimeout(0);
  socket.end(JSON.stringify(await answer(question)));
}

/** To the end of what is sent; iterating over the socket would close it at that. */
function readToEnd(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      text += chunk;
      if (text.length > MAX_QUESTION) reject(new Error("a question of more than 16 KiB"));
    });
    socket.on("end", () => resolve(text));
    socket.on("close", () => reject(new Error("whoever asked is gone")));
  });
}
