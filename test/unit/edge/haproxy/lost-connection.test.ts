import { Duplex } from "node:stream";
import type Docker from "dockerode";
import { expect, test, vi } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../../../docker/connect.ts";
import { followAccessLog } from "../../../../edge/haproxy/access-log.ts";
import { startConversation } from "../../../../edge/haproxy/start-conversation.ts";
import { holdLease } from "../../../../edge/haproxy/hold-lease.ts";

const LOST = new Error("host: the connection was lost");
const STDOUT = 1;

/** An edge where each command prints a line and runs until the connection to the engine is lost. */
function edgeSaying(line: string) {
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const text = Buffer.from(`${line}\n`);
  const head = Buffer.alloc(8); // of the engine's frames: which output, and how many bytes
  head.writeUInt8(STDOUT);
  head.writeUInt32BE(text.length, 4);
  stream.push(Buffer.concat([head, text]));
  const exec = { start: () => Promise.resolve(stream), inspect: () => Promise.reject(LOST) };
  const docker = connectDocker(LOCAL_HOST);
  const container = { exec: () => Promise.resolve(exec) } as unknown as Docker.Container; // all that is called of it
  vi.spyOn(docker, "getContainer").mockReturnValue(container);
  const id = { project: "acme", stack: "prod" };
  return { edge: { docker, id, container: "1", environment: "e" }, lose: () => void stream.destroy(LOST) };
}

test("whoever asks the edge hears of a connection that is lost, also afterwards", async () => {
  const { edge, lose } = edgeSaying("ready");
  const conversation = await startConversation(edge, "shop");
  const asked = conversation.ask("routing", 60_000);
  lose();
  await expect(asked).rejects.toBe(LOST);
  await expect(conversation.ask("routing", 60_000)).rejects.toBe(LOST);
});

test("a lease ends with the connection, and its run goes on to where it finds out", async () => {
  const { edge, lose } = edgeSaying('{"token":7}');
  const lease = await holdLease(edge, { by: "jane@laptop", command: "tidegate up -s prod" });
  lose();
  await lease?.release();
  expect(lease?.token).toBe(7);
});

test("whoever follows the access log hears of a connection that is lost", async () => {
  const { edge, lose } = edgeSaying("GET /");
  const lines: string[] = [];
  const following = followAccessLog(edge.docker, edge.container, 10, (line) => {
    lines.push(line);
    lose();
  });
  await expect(following).rejects.toBe(LOST);
  expect(lines).toEqual(["GET /"]);
});
