import { expect, it } from "vitest";
import { EVENTS } from "../../support/notify-events.ts";
import { stageNotifier, START } from "./notifier.ts";
import { answerWith, startReceiver, type Receiver } from "./receiver.ts";

const SETTINGS = {
  channels: { chat: { type: "slack", urlSecretName: "CHAT" }, boss: { type: "slack", urlSecretName: "BOSS" } },
  routes: { critical: ["chat"], warning: ["boss"], info: ["boss"] },
  escalate: { after: "15m", to: ["boss"] },
};
const textsOf = ({ received }: Receiver) => received.map(({ body }) => (JSON.parse(body) as { text: string }).text);

async function stage(settings: object = SETTINGS) {
  const [chat, boss] = await Promise.all([startReceiver(), startReceiver()]);
  return { chat, boss, ...stageNotifier({ settings, secrets: { CHAT: chat.origin, BOSS: boss.origin } }) };
}

it("tells the next ones when nobody has acknowledged what is critical, across a restart, and then who has", async () => {
  const { chat, boss, notifier, workAfter, restart } = await stage();
  notifier.notify(EVENTS["rolled-back"]);
  await workAfter(0);
  expect(notifier.status().unacknowledged).toEqual([
    { id: "shop-17-rolled-back", kind: "rolled-back", at: EVENTS["rolled-back"].at, escalateAt: START + 900_000 },
  ]);
  const again = restart();
  await again.workAfter(899);
  expect(boss.received).toEqual([]);
  await again.workAfter(1);
  expect(textsOf(boss)).toEqual([expect.stringContaining("Nobody has acknowledged this for 15m.")]);

  expect(again.notifier.ack("shop-17-rolled-back", "ada")).toBe(true);
  expect(again.notifier.ack("shop-17-rolled-back", "bob")).toBe(false);
  await again.workAfter(30);
  expect(textsOf(boss)[1]).toContain("ada looks after shop-17-rolled-back.");
  expect(again.notifier.status().unacknowledged).toEqual([]);
  expect(chat.received).toHaveLength(1);
});

it("tells nobody else once somebody has acknowledged it in time", async () => {
  const { boss, notifier, workAfter } = await stage({ ...SETTINGS, routes: { ...SETTINGS.routes, info: [] } });
  notifier.notify(EVENTS["rolled-back"]);
  await workAfter(0);
  expect(notifier.ack("shop-17-rolled-back", "ada")).toBe(true);
  await workAfter(3_600);
  expect(boss.received).toEqual([]);
});

it("tells the others that a channel fails, once, and that it works again", async () => {
  const { chat, boss, notifier, workAfter } = await stage();
  chat.answer = answerWith(503);
  notifier.notify(EVENTS["rolled-back"]);
  for (const seconds of [0, 2.5, 5, 10]) await workAfter(seconds);
  expect(chat.received).toHaveLength(4);
  await workAfter(30);
  expect(textsOf(boss)).toEqual([
    expect.stringContaining("Messages do not get through the channel chat: it answered 503"),
  ]);

  chat.answer = answerWith(200);
  await workAfter(60);
  await workAfter(30);
  expect(textsOf(boss)[1]).toContain("Messages get through the channel chat again.");
  expect(notifier.status().channels.map(({ failures, waiting }) => [failures, waiting])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

it("writes Chinese where that is the language", async () => {
  const { chat, notifier, workAfter } = await stage({ ...SETTINGS, language: "zh" });
  notifier.notify(EVENTS["rolled-back"]);
  await workAfter(0);
  expect(textsOf(chat)[0]).toContain("*[严重] shop 1.5.0: 已自动回滚 (webshop/prod)*");
});
