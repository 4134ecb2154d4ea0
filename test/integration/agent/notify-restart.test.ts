import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { EVENTS } from "../../support/notify-events.ts";
import { newFolder, stageNotifier } from "./notifier.ts";
import { answerWith, startReceiver, type Receiver } from "./receiver.ts";

const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SETTINGS = { channels: { hook: { type: "webhook", urlSecretName: "URL", signingSecretName: "KEY" } } };
const secretsFor = ({ origin }: Receiver) => ({ URL: `${origin}/T0KEN-9f8e7d6c`, KEY });
const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers["webhook-id"]);

/** What an agent does until a test kills it: sends an event, with its queue in a folder. */
const AGENT = `
  import { Notifier } from "./agent/notify/notifier.ts";
  import { notifySchema } from "./model/notify.ts";
  import { EVENTS } from "./test/support/notify-events.ts";
  const { FOLDER: folder, SETTINGS, SECRETS } = process.env;
  const notifier = new Notifier({ settings: notifySchema.parse(JSON.parse(SETTINGS)), secrets: JSON.parse(SECRETS), folder });
  notifier.notify(EVENTS["rolled-back"]);
  await notifier.work();
`;

it("sends after a kill what was being sent, as the same message, and then no more", async () => {
  const receiver = await startReceiver(() => undefined);
  const folder = newFolder();
  const secrets = secretsFor(receiver);
  const agent = spawn(process.execPath, ["--input-type=module", "--eval", AGENT], {
    env: { FOLDER: folder, SETTINGS: JSON.stringify(SETTINGS), SECRETS: JSON.stringify(secrets) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = Promise.all([text(agent.stdout), text(agent.stderr)]);
  await receiver.next();
  agent.kill("SIGKILL");
  await once(agent, "exit");
  keepProcessOutput(["notifying agent"], ...(await printed));

  receiver.answer = answerWith(200);
  const stage = stageNotifier({ settings: SETTINGS, secrets, folder, now: Date.now() });
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  await stage.restart().workAfter(60);
  const [first, ...others] = idsOf(receiver);
  expect(first).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(others).toEqual([first]);
});

it("sends after a restart what had waited, and nothing that was sent", async () => {
  const receiver = await startReceiver();
  const stage = stageNotifier({ settings: SETTINGS, secrets: secretsFor(receiver) });
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  stage.notifier.notify(EVENTS["canary-started"]);
  const again = stage.restart();
  await again.workAfter(30);
  expect(
    receiver.received.map(({ body }) => (JSON.parse(body) as { data: { events: { id: string }[] } }).data.events),
  ).toEqual([
    [expect.objectContaining({ id: "shop-17-rolled-back" })],
    [expect.objectContaining({ id: "shop-17-started" })],
  ]);
});

it("keeps no secret in its file, nor in its status", async () => {
  const receiver = await startReceiver((response, request) => response.writeHead(500).end(`${request.url} ${KEY}`));
  const stage = stageNotifier({ settings: SETTINGS, secrets: secretsFor(receiver) });
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  const kept = readFileSync(join(stage.folder, "notifications.json"), "utf8") + JSON.stringify(stage.notifier.status());
  expect(kept).toContain("it answered 500: *** ***");
  for (const secret of [KEY, "T0KEN-9f8e7d6c", receiver.origin]) expect(kept).not.toContain(secret);
});

it("forgets a channel that there is no more", async () => {
  const receiver = await startReceiver(answerWith(500));
  const stage = stageNotifier({ settings: SETTINGS, secrets: secretsFor(receiver) });
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  const settings = { channels: { chat: { type: "slack", urlSecretName: "URL" } } };
  const other = stageNotifier({ settings, secrets: secretsFor(receiver), folder: stage.folder });
  await other.workAfter(60);
  expect(receiver.received).toHaveLength(1);
  expect(other.notifier.status().channels).toMatchObject([{ channel: "chat", waiting: 0 }]);
  other.notifier.notify(EVENTS["canary-started"]);
  expect(readFileSync(join(stage.folder, "notifications.json"), "utf8")).not.toContain("hook");
});

it("puts a damaged file aside, says so, and goes on", async () => {
  const receiver = await startReceiver();
  const folder = newFolder();
  const file = join(folder, "notifications.json");
  writeFileSync(file, '{"format":1,"waiting":');
  const stage = stageNotifier({ settings: SETTINGS, secrets: secretsFor(receiver), folder });
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  expect(receiver.received).toHaveLength(1);
  expect(stage.notifier.status().problem).toBe(`${file}: could not be read. What waited in it is in ${file}.damaged.`);
  expect(readFileSync(`${file}.damaged`, "utf8")).toBe('{"format":1,"waiting":');
});

it("tells people although its file cannot be written, and says so until it can", async () => {
  const receiver = await startReceiver();
  const stage = stageNotifier({ settings: SETTINGS, secrets: secretsFor(receiver) });
  rmSync(stage.folder, { recursive: true });
  writeFileSync(stage.folder, "");
  stage.notifier.notify(EVENTS["rolled-back"]);
  await stage.workAfter(0);
  expect(receiver.received).toHaveLength(1);
  expect(stage.notifier.status().problem).toMatch(/^the queue cannot be written: E\w+/);
  rmSync(stage.folder);
  stage.notifier.notify(EVENTS["rollback-failed"]);
  expect(stage.notifier.status().problem).toBeNull();
});
