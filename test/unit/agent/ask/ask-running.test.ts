import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askRunning } from "../../../../agent/ask/ask-running.ts";
import type { Question } from "../../../../agent/ask/questions.ts";
import { serveQuestions } from "../../../../agent/ask/serve-questions.ts";

let folder: string;
let heard: Question[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-ask-"));
  heard = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const serve = () =>
  serveQuestions(join(folder, "agent.sock"), (question) => {
    heard.push(question);
    return Promise.resolve({ acknowledged: true });
  });

async function ask(question: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exitCode = await askRunning({ stdin: Readable.from([question]), stdout, stderr }, folder);
  stdout.end();
  stderr.end();
  return { exitCode, answer: await text(stdout), said: await text(stderr) };
}

const QUESTION: Question = { ask: "ack", id: "shop-17", by: "ada", reason: null };

test("hands the question on, and the answer back, as often as somebody asks", async () => {
  const server = await serve();
  for (let turn = 0; turn < 2; turn++) {
    expect(await ask(JSON.stringify(QUESTION))).toEqual({ exitCode: 0, answer: '{"acknowledged":true}\n', said: "" });
  }
  expect(heard).toEqual([QUESTION, QUESTION]);
  await server.close();
});

test.each([["no JSON"], ['{"ask":"anything"}'], [JSON.stringify({ ...QUESTION, reason: "x".repeat(20_000) })]])(
  "answers nothing that is no question: %.20s",
  async (question) => {
    const server = await serve();
    expect(await ask(question)).toMatchObject({ exitCode: 1, answer: "" });
    expect(heard).toEqual([]);
    await server.close();
  },
);

test("says where no agent listens", async () => {
  expect(await ask("{}")).toMatchObject({ exitCode: 1, said: expect.stringContaining("ENOENT") as unknown });
});

test("takes the place of what a killed agent has left", async () => {
  writeFileSync(join(folder, "agent.sock"), "");
  const server = await serve();
  expect(await ask(JSON.stringify(QUESTION))).toMatchObject({ exitCode: 0 });
  await server.close();
});
