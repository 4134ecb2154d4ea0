import { once } from "node:events";
import { createConnection } from "node:net";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { AGENT_FOLDER } from "../../model/agent-folder.ts";
import { EXIT } from "../../model/errors.ts";
import { ASK_SOCKET_NAME } from "./questions.ts";

interface Ways {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/** Hands a question on to the agent that runs in this container, and its answer back. Returns the exit code. */
export async function askRunning({ stdin, stdout, stderr }: Ways, folder = AGENT_FOLDER): Promise<number> {
  const path = `${folder}/${ASK_SOCKET_NAME}`;
  try {
    const connection = createConnection({ path, allowHalfOpen: true });
    await once(connection, "connect");
    connection.end(await text(stdin));
    const answer = await text(connection);
    if (answer === "") throw new Error("it knows no such question");
    stdout.write(`${answer}\n`);
    return EXIT.done;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.bug;
  }
}
