import { expect, it } from "vitest";
import { bakeProblem, watch, type WatchArgs } from "../../../../edge/control/watch.ts";
import { BusyError, EXIT } from "../../../../model/errors.ts";

/** A watch of green, by switch number 8, whose looks come to these in turn; the last of them again and again. */
function watched(looks: readonly (string[] | Error)[], more: Partial<WatchArgs> = {}) {
  let count = 0;
  const end = watch({
    ...{ of: { service: "shop", color: "green", version: "2", generation: 8 }, bakeTime: "1h", pauseMs: 0 },
    ...{ mandate: { isStopRequested: () => false }, switched: { switchMs: 3 }, readGeneration: async () => 8 },
    look: async () => {
      const look = looks[Math.min(count++, looks.length - 1)] ?? [];
      if (look instanceof Error) throw look;
      return look;
    },
    ...more,
  });
  return { end, looks: () => count };
}

it("ends with the first that turns red", async () => {
  const { end, looks } = watched([[], [], ["green-0: gone", "| bye"], []]);
  expect(await end).toEqual({ red: "  green-0: gone\n  | bye" });
  expect(looks()).toBe(3);
});

it("says nothing where nothing was red to the end", async () => {
  expect(await watched([[]], { bakeTime: "20ms" }).end).toBeUndefined();
});

it("goes on after a look or two that came to nothing, and not after three in a row", async () => {
  const broken = new Error("connection lost");
  const { end, looks } = watched([broken, broken, [], broken, broken, new Error("throttled")]);
  expect(await end).toEqual({ blind: "throttled" });
  expect(looks()).toBe(6);
});

it("leaves traffic to whoever switches meanwhile", async () => {
  const { end } = watched([[]], { readGeneration: async () => 9 });
  await expect(end).rejects.toBeInstanceOf(BusyError);
  await expect(end).rejects.toThrow("shop: someone switched while green was watched (switch number 9 after 8).");
});

it("stops where it is asked to, and says where traffic is", async () => {
  const { end, looks } = watched([[]], { mandate: { isStopRequested: () => true } });
  await expect(end).rejects.toMatchObject({ exitCode: EXIT.interrupted, details: { to: "green", switchMs: 3 } });
  expect(looks()).toBe(0);
});

it("makes a problem of what ended it", () => {
  expect(bakeProblem(undefined)).toBeUndefined();
  expect(bakeProblem({ red: "  gone" })).toEqual({ kind: "bake", text: "  gone" });
  expect(bakeProblem({ blind: "throttled" })).toEqual({
    kind: "bake",
    text: "  it can no longer be watched: throttled",
  });
});
