import { describe, expect, it } from "vitest";
import { partnerTarget } from "../../../delivery/partner-target.ts";
import type { RollbackTarget } from "../../../delivery/rollback-target.ts";
import type { EdgeView } from "../../../edge/session.ts";
import type { EdgeRecord, ServicePart } from "../../../model/record.ts";
import type { SealedRelease } from "../../../model/release.ts";
import { record, release, seal } from "../edge/observed.ts";

const V1 = seal(release("1"));
const V2 = seal(release("2"));
const V3 = seal(release("3"));
const MOVED = { service: "pay", generation: 7 };
const TOGETHER = { group: "checkout", services: [{ service: "cart", generation: 3 }] };
const FIRST: RollbackTarget = { from: "green", to: "blue", sealed: V1, generation: 4, isThere: true, isHeld: false };

/** Pay 2 serves on green since switch number 7, blue is 1 as it was sealed. */
function pay(change: Partial<EdgeRecord> = {}, blue: SealedRelease = V1): Pick<EdgeView, "record" | "part"> {
  const part: ServicePart = {
    ...{ service: "pay", route: { host: "*", path: "/pay" }, drain: "3s", replicas: 2, maxReplicas: 4 },
    ...{ gate: { passes: 3, interval: "1s", within: "20s", restarts: 3 }, releases: { blue, green: V2 } },
  };
  return {
    record: record({
      ...{ service: "pay", active: "green", sealed: { blue: V1, green: V2 } },
      movedWith: TOGETHER,
      ...change,
    }),
    part,
  };
}

const targetOf = (view: Pick<EdgeView, "record" | "part">, target = FIRST, isNamed = false) =>
  partnerTarget(MOVED, view, { service: "cart", target, isNamed });

describe("a service that moved together with one that goes back", () => {
  it("goes back with it, also where its switch was made again for workers that had not heard of it", () => {
    expect(targetOf(pay())).toMatchObject({ from: "green", to: "blue", sealed: V1, generation: 8 });
    expect(targetOf(pay({ generation: 9 }))).toMatchObject({ to: "blue", generation: 10 });
  });

  it("stays where it had not served before, or is gone", () => {
    expect(targetOf(pay({ sealed: { blue: null, green: V2 } }))).toBeNull();
    expect(targetOf({ record: null, part: null })).toBeNull();
  });

  it("goes back to what is held, too, where the other does so by its name", () => {
    const hold = { version: "1", color: "blue", hash: V1.hash, reason: null, by: "jane@laptop", at: 0 } as const;
    expect(() => targetOf(pay({ hold }))).toThrow(
      /going back would be going forward[^]*\nBoth moved together: `--to` takes both back; `tidegate rollback cart --alone` leaves pay/,
    );
    expect(targetOf(pay({ hold }), FIRST, true)).toMatchObject({ to: "blue", isHeld: true });
  });

  it.each([
    [
      "it was switched since",
      pay({ movedWith: undefined }),
      FIRST,
      /switched since\. Go back with pay first; `tidegate rollback cart --alone`/,
    ],
    ["its color is something else by now", pay({}, V3), FIRST, /blue of pay is not version 1 any more/],
    ["the other has to be made again", pay(), { ...FIRST, isThere: false }, /blue is not version 1 of cart any more/],
  ])("keeps it from going back where %s", (_, view, first, text) => {
    expect(() => targetOf(view, first)).toThrow(text);
  });
});
