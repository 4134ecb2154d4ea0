import { expect, test } from "vitest";
import { every } from "../../../agent/every.ts";

test("does it again until it is told to end, and ends in the middle of a pause", async () => {
  const end = new AbortController();
  let times = 0;
  await every(1, end.signal, async () => {
    times += 1;
    if (times === 3) end.abort();
  });
  expect(times).toBe(3);
  const other = new AbortController();
  await every(60_000, other.signal, async () => void setImmediate(() => other.abort()));
});

test("hands on what the task throws", async () => {
  const failing = every(1, new AbortController().signal, () => Promise.reject(new Error("our bug")));
  await expect(failing).rejects.toThrow("our bug");
});
