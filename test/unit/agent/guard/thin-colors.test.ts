import { describe, expect, it } from "vitest";
import type { GuardLook } from "../../../../agent/guard/look.ts";
import { thinColors } from "../../../../agent/guard/thin-colors.ts";
import { guardSchema, type GuardInput } from "../../../../model/guard.ts";
import { lookAfter, type Phase } from "./looks.ts";

const BEFORE: Phase = { minutes: 1 };
const thin = (phases: Phase[], guard: GuardInput = {}, look: Partial<GuardLook> = {}) =>
  thinColors(guardSchema.parse(guard), lookAfter([BEFORE, ...phases], look));

describe("colors that have answered too little", () => {
  it("are both where nobody asks anything, once the warm-up is over", () => {
    expect(thin([{ minutes: 0.25 }])).toEqual([]);
    expect(thin([{ minutes: 1 }])).toEqual(["blue", "green"]);
  });

  it("are those below what a rule takes", () => {
    expect(thin([{ minutes: 5, active: { of: 1 }, stable: { of: 100 } }])).toEqual(["green"]);
    expect(thin([{ minutes: 5, active: { of: 100 }, stable: { of: 100 } }])).toEqual([]);
    expect(thin([{ minutes: 5, active: { of: 10 }, stable: { of: 10 } }], { p99: {} })).toEqual(["blue", "green"]);
  });

  it("are those, too, that were asked enough, and for long nothing more", () => {
    expect(
      thin([
        { minutes: 5, active: { of: 100 }, stable: { of: 100 } },
        { minutes: 3, stable: { of: 100 } },
      ]),
    ).toEqual(["green"]);
  });

  it("are not the stable one where nobody compares", () => {
    expect(thin([{ minutes: 1 }], {}, { share: 10_000 })).toEqual(["green"]);
    expect(thin([{ minutes: 1 }], { errors: { against: "absolute" } })).toEqual(["green"]);
  });

  it("are none where no rule is on answers, nor where the edge was not read of late", () => {
    expect(thin([{ minutes: 1 }], { errors: null })).toEqual([]);
    const { nowMs } = lookAfter([BEFORE, { minutes: 1 }]);
    expect(thin([{ minutes: 1 }], {}, { nowMs: nowMs + 31_000 })).toEqual([]);
  });
});
