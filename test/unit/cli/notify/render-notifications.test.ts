import { expect, test } from "vitest";
import type { ChannelStatus } from "../../../../agent/notify/status.ts";
import { paintFor } from "../../../../cli/display/paint.ts";
import { renderNotifications } from "../../../../cli/notify/render-notifications.ts";

const AT = Date.UTC(2026, 10, 30, 4, 9, 48);
const CHAT: ChannelStatus = {
  ...{ channel: "chat", type: "slack", waiting: 0, failures: 0, givenUp: 0 },
  ...{ lastSuccessAt: AT, lastFailure: null },
};
const failure = { at: AT, problem: "it answered 503" };
const QUIET = { channels: [], unacknowledged: [], dropped: 0, problem: null };
const lines = (status: Partial<Parameters<typeof renderNotifications>[0]>) =>
  renderNotifications({ ...QUIET, ...status }, paintFor(false));

test.each<[Partial<ChannelStatus>, string]>([
  [{}, "works  last sent 2026-11-30T04:09:48Z"],
  [{ lastSuccessAt: null, waiting: 2 }, "works  nothing sent yet, 2 waiting"],
  [
    { lastFailure: failure },
    "works  last sent 2026-11-30T04:09:48Z, last failure: it answered 503 (2026-11-30T04:09:48Z)",
  ],
  [
    { lastFailure: failure, failures: 3, lastSuccessAt: null, waiting: 1, givenUp: 4 },
    "fails: it answered 503 (2026-11-30T04:09:48Z)  nothing sent yet, 1 waiting, 4 given up",
  ],
])("tells how a channel does: %j", (channel, text) => {
  expect(lines({ channels: [{ ...CHAT, ...channel }] })).toEqual([`notify chat  slack  ${text}`]);
});

test("puts channels under each other", () => {
  const channels = [CHAT, { ...CHAT, channel: "on-call" }];
  expect(lines({ channels }).map((line) => line.indexOf("slack"))).toEqual([16, 16]);
});

test("tells what somebody has to look after, and until when", () => {
  const event = { id: "shop-17-rolled-back", kind: "rolled-back" as const, at: AT };
  expect(
    lines({
      unacknowledged: [
        { ...event, escalateAt: AT + 900_000 },
        { ...event, escalateAt: null },
      ],
    }),
  ).toEqual([
    "! rolled-back at 2026-11-30T04:09:48Z is not acknowledged, others are told at 2026-11-30T04:24:48Z: `tidegate ack shop-17-rolled-back`",
    "! rolled-back at 2026-11-30T04:09:48Z is not acknowledged: `tidegate ack shop-17-rolled-back`",
  ]);
});

test("tells what was lost, and what may be", () => {
  expect(lines({ dropped: 7, problem: "the queue cannot be written: no space" })).toEqual([
    "! too many events waited: 7 never came through",
    "! the queue cannot be written: no space",
  ]);
});
