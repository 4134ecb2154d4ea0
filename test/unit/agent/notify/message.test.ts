import { expect, it } from "vitest";
import { writeMessage } from "../../../../agent/notify/message.ts";
import { en } from "../../../../agent/notify/texts/en.ts";
import { EVENTS, SEVERAL } from "../../../support/notify-events.ts";

const write = (...events: typeof SEVERAL) => writeMessage("msg_1", events, { language: en });

it("is of the level of its worst event, which it begins with", () => {
  const message = write(...SEVERAL);
  expect(message.level).toBe("critical");
  expect(message.title).toBe("[Critical] 3 events (webshop/prod)");
  expect(message.events.map(({ kind }) => kind)).toEqual(["rolled-back", "inconclusive-hold", "step-reached"]);
  expect(message.sections[0]?.heading).toBe("shop 1.5.0: rolled back");
});

it("names every environment that it is about", () => {
  const other = { ...EVENTS.promoted, environment: { project: "webshop", stack: "stg" } };
  expect(write(EVENTS.promoted, other).title).toBe("[Info] 2 events (webshop/prod, webshop/stg)");
});

it("has the commands that a person wants, for the event's own stack", () => {
  expect(write(EVENTS["rolled-back"]).sections[0]?.commands).toEqual([
    "tidegate show shop@1.5.0 -s prod",
    "tidegate ack shop-17-rolled-back -s prod",
  ]);
});

it("says why it comes so late to somebody else", () => {
  const message = writeMessage("msg_1", [EVENTS["rolled-back"]], { language: en, escalatedAfter: "15m" });
  expect(message.note).toBe("Nobody has acknowledged this for 15m.");
  expect(write(EVENTS["rolled-back"]).note).toBeUndefined();
});

it("shows what others wrote in one line, without what could paint over a screen, and not endlessly", () => {
  const reason = `late\n\u001b[31mred\u202e${"x".repeat(1_000)}`;
  const text = write({ ...EVENTS["canary-paused"], reason }).sections[0]?.lines[1]?.text ?? "";
  expect(text).toMatch(/^ada has paused the canary of 1\.5\.0: late \\u\{1b\}\[31mred\\u\{202e\}x+…$/);
  expect(text).toHaveLength(401);
});
