import { expect, test, vi } from "vitest";
import type { Link } from "../../../agent/link.ts";
import { Observer } from "../../../agent/observer.ts";
import { NO_COUNTS } from "../../../edge/counts.ts";
import type { Session } from "../../../edge/session.ts";
import { record } from "../edge/observed.ts";

/** An edge with one service, and a clock that the test moves. */
function stage() {
  const time = { ms: 1_000, isWatched: false };
  const seen = { record: record({ active: "green" }), part: null };
  const session: Pick<Session, "look"> = { look: () => Promise.resolve(seen) };
  const link = {
    services: vi.fn<Link["services"]>(() => Promise.resolve(["shop"])),
    session: () => Promise.resolve(session as Session), // nothing else is asked of it
    counts: vi.fn<Link["counts"]>(() => Promise.resolve({ shop: { green: NO_COUNTS } })),
    ledger: vi.fn<Link["ledger"]>(() => Promise.resolve({ head: null, broken: null, hasRoom: true, at: null })),
    gates: () => Promise.resolve({ shop: { window: "pass" as const } }),
    certificates: () => Promise.resolve({ shop: 7 }),
  };
  const observer = new Observer({
    link,
    clock: () => time.ms,
    now: () => time.ms + 1e12,
    isWatched: () => time.isWatched,
  });
  return { time, seen, link, observer };
}

test("reads everything in a round, and keeps it for others", async () => {
  const { seen, observer } = stage();
  expect(observer).toMatchObject({ last: undefined, lastRoundAt: null, isAlive: false });
  const observation = await observer.look();
  expect(observation).toEqual({
    ...{ at: 1_000, services: { shop: seen }, counts: { shop: { green: NO_COUNTS } }, countedAt: 1_000 },
    ledger: { head: null, broken: null, hasRoom: true, at: null },
    ...{ problems: {}, gates: { shop: { window: "pass" } }, certificates: { shop: 7 } },
  });
  expect(observer.last).toBe(observation);
  expect(observer).toMatchObject({ lastRoundAt: 1e12 + 1_000, isAlive: true });
});

test.each([
  [false, 3, 2],
  [true, 11, 2],
])("counts each second only what is watched: %s", async (isWatched, counted, ledgers) => {
  const { time, link, observer } = stage();
  time.isWatched = isWatched;
  for (let second = 0; second <= 10; second++, time.ms += 1_000) await observer.look();
  expect(link.counts).toHaveBeenCalledTimes(counted);
  expect(link.ledger).toHaveBeenCalledTimes(ledgers);
  expect(link.services).toHaveBeenCalledTimes(11);
});

test("counts at once what comes to be watched", async () => {
  const { time, observer } = stage();
  await observer.look();
  time.ms += 1_000;
  expect(await observer.look()).toMatchObject({ at: 2_000, countedAt: 1_000 });
  time.isWatched = true;
  expect(await observer.look()).toMatchObject({ at: 2_000, countedAt: 2_000 });
});

test("knows nothing of an edge that does not answer, and makes its rounds", async () => {
  const { time, link, observer } = stage();
  await observer.look();
  link.services.mockRejectedValueOnce(new Error("away"));
  time.ms += 5_000;
  await expect(observer.look()).rejects.toThrow("away");
  expect(observer).toMatchObject({ last: undefined, lastRoundAt: 1e12 + 6_000, isAlive: true });
});

test("counts as silent when a round does not end", async () => {
  const { time, link, observer } = stage();
  await observer.look();
  link.services.mockReturnValueOnce(new Promise(() => undefined));
  void observer.look();
  time.ms += 20_000;
  expect(observer.isAlive).toBe(true);
  time.ms += 1;
  expect(observer.isAlive).toBe(false);
});
