import { describe, expect, it } from "vitest";
import { accept } from "../../../../../agent/notify/queue/accept.ts";
import { MAX_WAITING } from "../../../../../agent/notify/queue/bounded.ts";
import { EMPTY_QUEUE, type Queue } from "../../../../../agent/notify/queue/queue.ts";
import type { Event } from "../../../../../agent/notify/event.ts";
import { EVENTS } from "../../../../support/notify-events.ts";
import { MINUTE, NOW, SECOND, settingsWith } from "./settings.ts";

const SETTINGS = settingsWith({ escalate: { after: "15m", to: ["pager"] } });
const ONE_CHANNEL = settingsWith({ channels: { chat: { type: "slack", urlSecretName: "CHAT" } } });

function afterAll(events: readonly Event[], settings = SETTINGS): Queue {
  return events.reduce((queue, event) => accept(queue, event, { settings, now: NOW }), EMPTY_QUEUE);
}
const waitingOf = ({ waiting }: Queue) => waiting.map(({ channel, act, dueAt }) => [channel, act, dueAt - NOW]);

describe("an event that is taken in", () => {
  it("waits for others, unless it is critical", () => {
    expect(waitingOf(afterAll([EVENTS["canary-started"]]))).toEqual([
      ["chat", "tell", 30 * SECOND],
      ["team", "tell", 30 * SECOND],
    ]);
    expect(waitingOf(afterAll([EVENTS["rolled-back"]]))).toEqual([
      ["chat", "tell", 0],
      ["pager", "tell", 0],
      ["team", "tell", 0],
    ]);
  });

  it("changes nothing the second time", () => {
    const once = afterAll([EVENTS["rolled-back"]]);
    const other = { ...EVENTS.promoted, id: EVENTS["rolled-back"].id };
    expect(accept(once, other, { settings: SETTINGS, now: NOW + MINUTE })).toBe(once);
  });

  it("is to be acknowledged when it is critical, in time where others are told then", () => {
    const events = [EVENTS["rolled-back"], EVENTS["inconclusive-hold"]];
    expect(afterAll(events).unacknowledged).toEqual([{ event: EVENTS["rolled-back"], escalateAt: NOW + 15 * MINUTE }]);
    expect(afterAll(events, ONE_CHANNEL).unacknowledged).toEqual([{ event: EVENTS["rolled-back"], escalateAt: null }]);
  });

  it("ends the incident of its release, in services that keep them, too", () => {
    const another = { ...EVENTS["rolled-back"], id: "blog-3-back", service: "blog" };
    const queue = afterAll([EVENTS["both-colors-bad"], another, EVENTS.promoted]);
    expect(queue.unacknowledged.map(({ event }) => event.id)).toEqual(["blog-3-back"]);
    expect(
      queue.waiting.filter(({ event }) => event.kind === "promoted").map(({ channel, act }) => [channel, act]),
    ).toEqual([
      ["chat", "tell"],
      ["team", "tell"],
      ["pager", "resolve"],
    ]);
  });

  it("is no news to the channel that it is about", () => {
    const failed = { ...EVENTS["channel-failed"], channel: "chat" };
    expect(afterAll([failed]).waiting.map(({ channel }) => channel)).toEqual(["pager", "team"]);
  });
});

describe("when too much waits", () => {
  const fill = (of: Event) => Array.from({ length: MAX_WAITING }, (_, index) => ({ ...of, id: `${of.kind}-${index}` }));
  const ids = ({ waiting }: Queue) => waiting.map(({ event }) => event.id);

  it("drops the oldest info first, and counts it", () => {
    const queue = afterAll([EVENTS["rolled-back"], ...fill(EVENTS["step-reached"])], ONE_CHANNEL);
    expect(queue.waiting).toHaveLength(MAX_WAITING);
    expect(queue.dropped).toBe(1);
    expect(ids(queue).slice(0, 2)).toEqual(["shop-17-rolled-back", "step-reached-1"]);
  });

  it("drops what is new and matters less before what is old and matters more", () => {
    const queue = afterAll([...fill(EVENTS["rolled-back"]), EVENTS["inconclusive-hold"]], ONE_CHANNEL);
    expect(ids(queue)).not.toContain("shop-17-held");
    expect(queue.dropped).toBe(1);
  });
});
