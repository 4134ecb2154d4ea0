import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { answerQuestions } from "../../../agent/ask/answer-questions.ts";
import type { News } from "../../../agent/notify/event.ts";
import { openNotifications, type Notifications } from "../../../agent/notify/open-notifications.ts";
import { notifySchema } from "../../../model/notify.ts";
import { EVENTS } from "../../support/notify-events.ts";
import { newFolder } from "./notifier.ts";
import { answerWith, startReceiver } from "./receiver.ts";

const { environment: id, ...ROLLED_BACK } = EVENTS["rolled-back"];
const news: News = ROLLED_BACK;

/** Notifications through `chat`, whose secret is a file, and `none`, which has no file for its own. */
async function open(url: string): Promise<Notifications> {
  const secretsFolder = newFolder();
  writeFileSync(join(secretsFolder, "CHAT"), `${url}\n`);
  const channels = { chat: { type: "slack", urlSecretName: "CHAT" }, none: { type: "slack", urlSecretName: "NONE" } };
  const notify = notifySchema.parse({ channels, routes: { critical: ["chat"] } });
  return openNotifications({ id, notify, folder: newFolder(), secretsFolder, log: () => undefined });
}

it("sends what it was told through a channel whose secret is a file", async () => {
  const receiver = await startReceiver();
  const notifications = await open(`${receiver.origin}/T1`);
  notifications.tell(news);
  const got = receiver.next();
  await notifications.work();
  await got;
  expect(receiver.received).toMatchObject([
    { path: "/T1", body: expect.stringContaining("rolled back (webshop/prod)") as unknown },
  ]);
});

it("waits for no channel that hangs", async () => {
  const receiver = await startReceiver(() => undefined);
  const notifications = await open(receiver.origin);
  notifications.tell(news);
  const got = receiver.next();
  await notifications.work(); // returns although nothing is answered
  await got;
  await notifications.work();
  expect(receiver.received).toHaveLength(1);
});

it("tests each channel, and says what is wrong with one", async () => {
  const receiver = await startReceiver(answerWith(404, "no_team"));
  const answer = answerQuestions(await open(receiver.origin));
  expect(await answer({ ask: "notify-test", channel: null, by: "ada" })).toEqual([
    { channel: "chat", type: "slack", problem: "it answered 404: no_team" },
    { channel: "none", type: "slack", problem: "its secret NONE has no value" },
  ]);
  receiver.answer = answerWith(200, "ok");
  expect(await answer({ ask: "notify-test", channel: "chat", by: "ada" })).toEqual([
    { channel: "chat", type: "slack", problem: null },
  ]);
  expect(receiver.received.at(-1)?.body).toContain("ada wants to see whether messages come through");
  expect(await answer({ ask: "notify-test", channel: "other", by: "ada" })).toEqual([]);
});

it("acknowledges what awaits it, once", async () => {
  const receiver = await startReceiver();
  const notifications = await open(receiver.origin);
  const answer = answerQuestions(notifications);
  const ack = { ask: "ack", id: news.id, by: "ada", reason: "on it" } as const;
  expect(await answer(ack)).toEqual({ acknowledged: false });
  notifications.tell(news);
  expect(await answer({ ask: "notify-status" })).toMatchObject({
    channels: [{ channel: "chat", waiting: 1 }, { channel: "none" }],
    unacknowledged: [{ id: news.id }],
  });
  expect(await answer(ack)).toEqual({ acknowledged: true });
  expect(await answer(ack)).toEqual({ acknowledged: false });
  expect(await answer({ ask: "notify-status" })).toMatchObject({ unacknowledged: [] });
});

it("tells nobody where nobody is to be told", async () => {
  const args = { id, notify: undefined, folder: newFolder(), secretsFolder: "/none", log: vi.fn() };
  const notifications = await openNotifications(args);
  notifications.tell(news);
  await notifications.work();
  const answer = answerQuestions(notifications);
  expect(await answer({ ask: "notify-status" })).toBeNull();
  expect(await answer({ ask: "notify-test", channel: null, by: "ada" })).toBeNull();
  expect(args.log).not.toHaveBeenCalled();
});
