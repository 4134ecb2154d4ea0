import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { webhook } from "../../../agent/notify/channels/webhook.ts";
import { levelOf } from "../../../agent/notify/event.ts";
import { fitText, PLAIN } from "../../../agent/notify/fit-text.ts";
import { writeMessage } from "../../../agent/notify/message.ts";
import { en } from "../../../agent/notify/texts/en.ts";
import { LEVELS, notifySchema } from "../../../model/notify.ts";
import { notifyChannelSchema, type NotifyChannel } from "../../../model/notify-channel.ts";
import { EVENTS } from "../../support/notify-events.ts";
import { REPOSITORY } from "../../support/repository.ts";

const PAGE = readFileSync(join(REPOSITORY, "docs", "notifications.md"), "utf8");
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, text = ""]) => text);
const [whole, rules, ...channels] = blocks("yaml").map((text) => parse(text) as Record<string, object>);

it("shows settings as they may be", () => {
  expect(notifySchema.safeParse(whole?.["tidegate:notify"]).success).toBe(true);
  const named = ["chat", "pager", "boss"].map((name) => [name, { type: "slack", urlSecretName: "URL" }]);
  const complete = { channels: Object.fromEntries(named) as object, ...rules?.["tidegate:notify"] };
  expect(notifySchema.safeParse(complete).success).toBe(true);
});

it("shows the smallest settings of a channel of each type", () => {
  const shown = channels.flatMap((block) => Object.values(block)).map((channel) => notifyChannelSchema.parse(channel));
  const types = notifyChannelSchema.options.map(({ shape }) => shape.type.value);
  expect(shown.map(({ type }: NotifyChannel) => type)).toEqual(types);
});

it("tells of every kind, with its level", () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| (\w+) /gm)].map(([, kind, level]) => [kind, level]);
  expect(rows).toEqual(Object.values(EVENTS).map((event) => [event.kind, levelOf(event)]));
  expect(new Set(rows.map(([, level]) => level))).toEqual(new Set(LEVELS));
});

it("shows a message as it is sent, to people and to programs", () => {
  const message = writeMessage("msg_1", [EVENTS["rolled-back"]], { language: en });
  expect(PAGE).toContain(`\`\`\`\n${message.title}\n\n${fitText(message, PLAIN, 10_000)}\n\`\`\``);
  const access = { url: "https://example.com/", key: `whsec_${"A".repeat(32)}` };
  const { body } = webhook.render(message, access, Date.UTC(2026, 10, 30, 4, 10));
  expect(JSON.parse(blocks("json")[0] ?? "")).toEqual(JSON.parse(body));
});
