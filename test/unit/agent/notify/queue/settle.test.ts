import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accept } from "../../../../../agent/notify/queue/accept.ts";
import { next } from "../../../../../agent/notify/queue/next.ts";
import { channelState, EMPTY_QUEUE, type Queue } from "../../../../../agent/notify/queue/queue.ts";
import { LONGEST_WAIT_MS, MAX_ATTEMPTS, settle } from "../../../../../agent/notify/queue/settle.ts";
import { EVENTS } from "../../../../support/notify-events.ts";
import { NOW, settingsWith } from "./settings.ts";

const settings = settingsWith({ channels: { chat: { type: "slack", urlSecretName: "CHAT" } } });
const situation = { settings, now: NOW, busy: new Set<string>() };
const FAILED = { ok: false, problem: "it answered 503" } as const;

const BEGUN = next(accept(EMPTY_QUEUE, EVENTS["rolled-back"], { settings, now: NOW }), situation).queue;
const attempt = (attempts: number) => ({ id: BEGUN.envelopes[0]?.id ?? "", channel: "chat", attempts });
const waitAfter = (queue: Queue) => (queue.envelopes[0]?.notBefore ?? 0) - NOW;

describe("after an attempt", () => {
  it("that got through, nothing is left but when it was", () => {
    const failed = settle(BEGUN, attempt(1), FAILED, { now: NOW, random: 0 });
    const done = settle(failed, attempt(2), { ok: true }, { now: NOW + 1, random: 0 });
    expect(done.envelopes).toEqual([]);
    expect(channelState(done, "chat")).toMatchObject({ lastSuccessAt: NOW + 1, failures: 0, givenUp: 0 });
    expect(channelState(done, "chat").lastFailure).toEqual({ at: NOW, problem: "it answered 503" });
  });

  it.each([
    [1, 0, 2_500],
    [1, 0.999_999, 5_000],
    [2, 0, 5_000],
    [7, 0, 160_000],
    [8, 0, 300_000],
    [19, 0, 300_000],
    [19, 0.999_999, 600_000],
  ])("of number %i that failed, with %d by chance, the next is %i ms later", (attempts, random, waitMs) => {
    expect(waitAfter(settle(BEGUN, attempt(attempts), FAILED, { now: NOW, random }))).toBe(waitMs);
  });

  it("waits for one to two hours in all before it gives up, and then does", () => {
    const waits = (random: number) =>
      Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) =>
        waitAfter(settle(BEGUN, attempt(index + 1), FAILED, { now: NOW, random })),
      ).reduce((sum, wait) => sum + wait);
    expect(waits(0)).toBe(3_917_500);
    expect(waits(0.999_999)).toBeCloseTo(7_835_000, -2);
    const given = settle(BEGUN, attempt(MAX_ATTEMPTS), FAILED, { now: NOW, random: 0 });
    expect(given.envelopes).toEqual([]);
    expect(channelState(given, "chat")).toMatchObject({ givenUp: 1, failures: 1 });
  });

  it("is silent for as long as it was told, and for an hour at most", () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 * LONGEST_WAIT_MS }), (retryAfterMs) => {
        const after = settle(BEGUN, attempt(1), { ...FAILED, retryAfterMs }, { now: NOW, random: 0 });
        expect(channelState(after, "chat").silentUntil - NOW).toBe(Math.min(retryAfterMs, LONGEST_WAIT_MS));
      }),
    );
  });
});
