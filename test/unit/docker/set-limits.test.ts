import { describe, expect, it, vi } from "vitest";
import { setLimits } from "../../../docker/set-limits.ts";

const LIMITS = { PidsLimit: 64 };
const STOPPED = new Error(
  "(HTTP code 500) server error - Cannot update container c: cannot update a stopped container: unknown",
);

const update = (...answers: (Error | undefined)[]) => {
  const ask = vi.fn(() => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer === undefined ? Promise.resolve() : Promise.reject(answer);
  });
  return { ask, done: setLimits({ update: ask }, LIMITS) };
};

describe("the limits of a container", () => {
  it("are set again where its process has ended a moment ago", async () => {
    const { ask, done } = update(STOPPED, STOPPED, undefined);
    await done;
    expect(ask.mock.calls).toEqual([[LIMITS], [LIMITS], [LIMITS]]);
  });

  it("are not asked for again where the engine refuses them for another reason", async () => {
    const { ask, done } = update(new Error("(HTTP code 404) no such container"));
    await expect(done).rejects.toThrow("no such container");
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("are given up where the engine never comes to know", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1_000 });
    await expect(update(STOPPED).done).rejects.toThrow("cannot update a stopped container");
    vi.useRealTimers();
  });
});
