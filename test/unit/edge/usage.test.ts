import { expect, test } from "vitest";
import { parseUsage } from "../../../edge/read-usage.ts";
import { saysRefused } from "../../../edge/refused-threads.ts";
import { bitingLimits, usageText, type Usage } from "../../../edge/usage.ts";

const MIB = 1024 ** 2;
const FREE: Usage = {
  processes: 30,
  processLimit: 200,
  memoryBytes: 55 * MIB,
  memoryLimitBytes: 256 * MIB,
  throttled: 0.24,
  outOfMemoryKills: 0,
  refusedThreads: false,
};

test("says what a replica uses of its limits, and where it has none", () => {
  expect(usageText(FREE)).toBe("processes 30 of 200, memory 55 of 256 MiB, throttled 24 %");
  expect(usageText({ ...FREE, processLimit: null, memoryLimitBytes: null, throttled: 0 })).toBe(
    "processes 30, memory 55 MiB, throttled 0 %",
  );
});

test.each([
  [{}, []],
  [{ processes: 179, memoryBytes: 243 * MIB }, []],
  [{ memoryBytes: 244 * MIB }, ["has nearly used up its memory. Raise `limits.memory`, or let the app use less."]],
  [
    { outOfMemoryKills: 1, memoryBytes: 250 * MIB },
    ["had a process killed for memory once. Raise `limits.memory`, or let the app use less."],
  ],
  [
    { outOfMemoryKills: 3 },
    ["had a process killed for memory 3 times. Raise `limits.memory`, or let the app use less."],
  ],
  [{ processes: 180 }, ["has 180 of 200 processes and threads. Raise `limits.pids`, or let the app start fewer."]],
  [
    { processes: 200, refusedThreads: true },
    [
      "has 200 of 200 processes and threads, and its log says that a process or thread was refused. " +
        "Raise `limits.pids`, or let the app start fewer.",
    ],
  ],
  [
    { refusedThreads: true },
    [
      "has room for processes now, but its log says that a process or thread was refused. Raise `limits.pids`, now 200.",
    ],
  ],
  [{ throttled: 0.8 }, ["waited for CPU time in 80 % of the time it had work to do. Raise `limits.cpus`."]],
] satisfies [Partial<Usage>, string[]][])("says of %o what bites", (change, sentences) => {
  expect(bitingLimits({ ...FREE, ...change })).toEqual(sentences);
});

const SEEN = { outOfMemoryKills: 0, refusedThreads: false };
const CPU = { throttling_data: { periods: 20, throttled_periods: 5 } };

test("reads what the engine says on hosts with version 1 and version 2 of control groups, and what it leaves out", () => {
  const one = {
    pids_stats: { current: 30, limit: 200 },
    memory_stats: { usage: 60 * MIB, limit: 256 * MIB, stats: { total_inactive_file: 5 * MIB } },
    cpu_stats: CPU,
  };
  const two = { ...one, memory_stats: { ...one.memory_stats, stats: { inactive_file: 5 * MIB } } };
  const expected = { ...FREE, throttled: 0.25 };
  expect(parseUsage(one, SEEN)).toEqual(expected);
  expect(parseUsage(two, SEEN)).toEqual(expected);
  const unlimited = {
    pids_stats: { current: 30 },
    memory_stats: { usage: MIB, limit: 9_223_372_036_854_771_712, stats: {} },
    cpu_stats: { throttling_data: { periods: 0, throttled_periods: 0 } },
  };
  expect(parseUsage(unlimited, SEEN)).toMatchObject({ processLimit: null, memoryLimitBytes: null, throttled: 0 });
});

test.each([
  [
    true,
    "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits",
  ],
  [true, "[0.1s][warning][os,thread] Failed to start thread (pthread_create failed (EAGAIN) for attributes: 1024k)"],
  [true, "RuntimeError: can't start new thread"],
  [true, "ThreadError: can't create Thread: Resource temporarily unavailable"],
  [true, "runtime: failed to create new OS thread (have 30 already; errno=11)"],
  [true, "Error: spawn /bin/sh EAGAIN"],
  [true, "bash: fork: retry: Resource temporarily unavailable"],
  [true, "sh: 1: Cannot fork"],
  [false, "recv() failed (11: Resource temporarily unavailable)"],
  [false, "a thread was started"],
])("finds it %s that a process or thread was refused in: %s", (expected, line) => {
  expect(saysRefused(line)).toBe(expected);
});
