import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { News } from "../../../agent/notify/event.ts";
import { silenceWatcher } from "../../../agent/silence.ts";

let folder: string;
let told: News[];
let time: { now: number; clock: number };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-silence-"));
  told = [];
  time = { now: 1_000_000, clock: 0 };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () =>
  silenceWatcher({
    file: join(folder, "last-beat"),
    tell: (news) => told.push(news),
    now: () => time.now,
    clock: () => time.clock,
  });
const pass = (ms: number) => {
  time.now += ms;
  time.clock += ms;
};

test("tells nobody of an agent that begins, or beats as it should", async () => {
  const alive = await start();
  await alive();
  pass(20_000);
  await alive();
  expect(told).toEqual([]);
});

test("tells that it is back, and since when nothing was heard of it", async () => {
  const alive = await start();
  await alive();
  pass(20_001);
  await alive();
  expect(told).toEqual([{ kind: "agent-back", id: "agent-back-1020001", at: 1_020_001, since: 1_000_000 }]);
  pass(5_000);
  await alive();
  expect(told).toHaveLength(1);
});

test("knows after a restart when the last sign of life was", async () => {
  await (
    await start()
  )();
  pass(60_000);
  await (
    await start()
  )();
  expect(told).toMatchObject([{ kind: "agent-back", since: 1_000_000, at: 1_060_000 }]);
  pass(5_000);
  await (
    await start()
  )();
  expect(told).toHaveLength(1);
});

test("takes a clock that was set for no silence", async () => {
  const alive = await start();
  await alive();
  time.now += 3_600_000;
  time.clock += 5_000;
  await alive();
  time.now -= 7_200_000;
  await (
    await start()
  )();
  expect(told).toEqual([]);
});
