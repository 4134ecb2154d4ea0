import { describe, expect, it } from "vitest";
import { createLimit } from "../../../../../engine/embedded/steps/limit.ts";

describe("a limit", () => {
  it("never runs more tasks than it has slots, and runs them in order", async () => {
    const limit = createLimit(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const task = async (number: number) => {
      started.push(number);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return number;
    };
    const numbers = [1, 2, 3, 4, 5];
    expect(await Promise.all(numbers.map((number) => limit(() => task(number))))).toEqual(numbers);
    expect(started).toEqual(numbers);
    expect(most).toBe(2);
  });

  it("gives the slot of a failed task to the next one", async () => {
    const limit = createLimit(1);
    const failed = limit(() => Promise.reject(new Error("refused")));
    const next = limit(() => Promise.resolve("done"));
    await expect(failed).rejects.toThrow("refused");
    expect(await next).toBe("done");
  });
});
