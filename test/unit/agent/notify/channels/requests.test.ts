import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dingtalk } from "../../../../../agent/notify/channels/dingtalk.ts";
import { feishu } from "../../../../../agent/notify/channels/feishu.ts";
import { pagerduty } from "../../../../../agent/notify/channels/pagerduty.ts";
import { slack } from "../../../../../agent/notify/channels/slack.ts";
import { teams } from "../../../../../agent/notify/channels/teams.ts";
import { webhook } from "../../../../../agent/notify/channels/webhook.ts";
import { wecom } from "../../../../../agent/notify/channels/wecom.ts";
import type { Events } from "../../../../../agent/notify/event.ts";
import { writeMessage } from "../../../../../agent/notify/message.ts";
import { renderMail } from "../../../../../agent/notify/send/mail.ts";
import { en } from "../../../../../agent/notify/texts/en.ts";
import { zh } from "../../../../../agent/notify/texts/zh.ts";
import { EVENTS } from "../../../../support/notify-events.ts";

const NOW = Date.UTC(2026, 10, 30, 4, 10);
const URL = "https://example.com/hook?token=T0";
const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BAD: Events = [EVENTS["rolled-back"]];
const TWO: Events = [EVENTS["rolled-back"], EVENTS["step-reached"]];
const parsed = ({ url, headers, body }: ReturnType<typeof slack.render>) => ({
  ...{ url, headers, body: JSON.parse(body) as unknown },
});

describe("the request of a message", () => {
  it.each([
    ["slack", slack, en, TWO, undefined],
    ["dingtalk", dingtalk, zh, TWO, "SEC0"],
    ["wecom", wecom, zh, TWO, undefined],
    ["feishu", feishu, zh, TWO, "SEC0"],
    ["teams", teams, en, TWO, undefined],
    ["webhook", webhook, en, TWO, KEY],
    ["pagerduty", pagerduty, en, BAD, "R0"],
  ])("to %s", async (name, channel, language, events, key) => {
    const message = writeMessage("msg_1", events, { language, escalatedAfter: "15m" });
    const request = channel.render(message, { url: URL, key }, NOW);
    const text = `${JSON.stringify(parsed(request), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, `${name}.golden.txt`));
  });

  it("by mail", async () => {
    const mail = renderMail(writeMessage("msg_1", TWO, { language: en }), {
      from: "tidegate@example.com",
      to: ["a@b"],
    });
    const text = `${JSON.stringify(mail, undefined, 2)}\n\n${mail.text}`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "mail.golden.txt"));
  });
});

it("to DingTalk and Feishu is not signed where there is no key", () => {
  const message = writeMessage("msg_1", BAD, { language: en });
  expect(dingtalk.render(message, { url: URL, key: undefined }, NOW).url).toBe(URL);
  expect(feishu.render(message, { url: URL, key: undefined }, NOW).body).not.toMatch(/"timestamp"|"sign"/);
});

it.each([
  [EVENTS["rolled-back"], true],
  [EVENTS["inconclusive-hold"], false],
  [EVENTS.promoted, false],
])("to DingTalk calls everybody for what is critical alone: $0.kind", (event, isAtAll) => {
  const { body } = dingtalk.render(writeMessage("msg_1", [event], { language: zh }), { url: URL, key: undefined }, NOW);
  expect(JSON.parse(body)).toMatchObject({ at: { isAtAll } });
});

it("to PagerDuty ends the incident that events of the same release have opened", () => {
  const access = { url: URL, key: "R0" };
  const opened = pagerduty.render(writeMessage("msg_1", [EVENTS["inconclusive-hold"]], { language: en }), access, NOW);
  const over = writeMessage("msg_2", [EVENTS.promoted], { language: en, resolves: true });
  const ended = pagerduty.render(over, access, NOW);
  expect(JSON.parse(opened.body)).toMatchObject({ event_action: "trigger", dedup_key: "webshop/prod/shop/1.5.0" });
  expect(JSON.parse(ended.body)).toEqual({
    ...{ routing_key: "R0", event_action: "resolve", dedup_key: "webshop/prod/shop/1.5.0" },
  });
});

it("to Slack lets nobody write markup, or call everybody", () => {
  const event = { ...EVENTS["canary-paused"], reason: "<!channel> & <http://x|here>" };
  const { body } = slack.render(writeMessage("msg_1", [event], { language: en }), { url: URL, key: undefined }, NOW);
  expect(body).toContain("&lt;!channel&gt; &amp; &lt;http://x|here&gt;");
});

it("to WeCom stays below the 4,096 bytes that it takes, whatever it is about", () => {
  const many = Array.from({ length: 9 }, () => EVENTS["rolled-back"]);
  const message = writeMessage("msg_1", [EVENTS["rolled-back"], ...many], { language: zh });
  const { body } = wecom.render(message, { url: URL, key: undefined }, NOW);
  const { markdown } = JSON.parse(body) as { markdown: { content: string } };
  expect(Buffer.byteLength(markdown.content)).toBeLessThanOrEqual(4_096);
});
