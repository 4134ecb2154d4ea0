import fc from "fast-check";
import { expect, it } from "vitest";
import { fitText, MARKDOWN, PLAIN } from "../../../../agent/notify/fit-text.ts";
import { writeMessage, type Message } from "../../../../agent/notify/message.ts";
import { zh } from "../../../../agent/notify/texts/zh.ts";
import { EVENTS } from "../../../support/notify-events.ts";

function messageOf(count: number): Message {
  const others = Array.from({ length: count - 1 }, () => EVENTS["step-reached"]);
  return writeMessage("msg_1", [EVENTS["rolled-back"], ...others], { language: zh, escalatedAfter: "15m" });
}

it("has everything where it fits", () => {
  const text = fitText(messageOf(2), PLAIN, 10_000);
  expect(text.match(/位置/g)).toHaveLength(2);
  expect(text).not.toContain(zh.shortened);
});

it("leaves the last events their headings where it does not", () => {
  const message = messageOf(4);
  const text = fitText(message, PLAIN, Buffer.byteLength(fitText(message, PLAIN, 10_000)) - 1);
  expect(text.match(/位置/g)).toHaveLength(3);
  expect(text.match(/shop 1\.5\.0: 灰度比例达到 30 %/g)).toHaveLength(3);
  expect(text.endsWith(zh.shortened)).toBe(true);
});

it("is never longer in bytes than it may be, and always says that it was cut", () => {
  const floor = Buffer.byteLength(fitText(messageOf(1), MARKDOWN, 0));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: floor, max: 20_000 }), (count, maxBytes) => {
      const text = fitText(messageOf(count), MARKDOWN, maxBytes);
      const isWhole = text.match(/位置/g)?.length === count;
      return (
        Buffer.byteLength(text) <= maxBytes && text.includes("无人确认") && isWhole !== text.includes("内容已截短")
      );
    }),
  );
});

it("lets nobody write markup, or call everybody", () => {
  const message = writeMessage(
    "msg_1",
    [{ ...EVENTS["canary-paused"], reason: "<@all> **now** [here](http://x) `rm`" }],
    {
      language: zh,
    },
  );
  expect(fitText(message, MARKDOWN, 10_000)).toContain("＜@all> \\*\\*now\\*\\* \\[here\\](http://x) \\`rm\\`");
});
