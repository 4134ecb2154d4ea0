import { describe, expect, it } from "vitest";
import { rollbackTarget } from "../../../delivery/rollback-target.ts";
import type { EdgeView } from "../../../edge/session.ts";
import type { SealedRelease } from "../../../model/release.ts";
import type { ServicePart } from "../../../model/record.ts";
import { record, release, seal } from "../edge/observed.ts";

const V1 = seal(release("1"));
const V2 = seal(release("2"));
const V3 = seal(release("3"));

/** Green 2 serves, blue 1 served before; both are in the proxy as they were sealed, unless `change` says otherwise. */
function view(
  change: { active?: "blue" | "green" | null; sealed?: Sealed; there?: Sealed } = {},
): Pick<EdgeView, "record" | "part"> {
  const { active = "green", sealed = { blue: V1, green: V2 }, there = { blue: V1, green: V2 } } = change;
  const part: ServicePart = {
    ...{ service: "shop", route: { host: "*", path: "/" }, drain: "3s", replicas: 2, maxReplicas: 4 },
    ...{ gate: { passes: 3, interval: "1s", within: "20s", restarts: 3 }, releases: there },
  };
  return { record: record({ active, sealed }), part };
}

type Sealed = Record<"blue" | "green", SealedRelease | null>;

describe("a rollback", () => {
  it("goes to the release that served before, with the next switch", () => {
    expect(rollbackTarget("shop", view(), undefined)).toEqual({
      ...{ from: "green", to: "blue", sealed: V1, generation: 8, isThere: true, isHeld: false },
    });
    expect(rollbackTarget("shop", view(), "1")).toMatchObject({ to: "blue" });
    expect(rollbackTarget("shop", view({ active: "blue" }), undefined)).toMatchObject({ from: "blue", to: "green" });
  });

  it.each([
    ["another release is staged there by now", { blue: V3, green: V2 }],
    ["the other color is empty by now", { blue: null, green: V2 }],
  ])("has to make the release again where %s", (_, there) => {
    expect(rollbackTarget("shop", view({ there }), undefined)).toMatchObject({
      to: "blue",
      sealed: V1,
      isThere: false,
    });
    expect(rollbackTarget("shop", view({ there }), "1")).toMatchObject({ isThere: false });
  });

  it("does not go to what was itself rolled back, unless it is named", () => {
    const hold = { version: "1", color: "blue", hash: V1.hash, reason: null, by: "jane@laptop", at: 0 } as const;
    const { record: there, part } = view();
    const held = { record: there === null ? null : { ...there, hold }, part };
    expect(() => rollbackTarget("shop", held, undefined)).toThrow(
      'shop: version "1" was rolled back by jane@laptop at 1970-01-01T00:00:00.000Z, so that going back would be going ' +
        "forward to it. `tidegate rollback shop --to 1` does it nevertheless.",
    );
    expect(rollbackTarget("shop", held, "1")).toMatchObject({ to: "blue", isHeld: true });
  });

  it("has nothing to do where the wanted version serves", () => {
    expect(rollbackTarget("shop", view(), "2")).toBeNull();
    expect(rollbackTarget("shop", view({ sealed: { blue: null, green: V2 } }), "2")).toBeNull();
  });

  it("does not leave a release that took away what the one before needs, unless that is named", () => {
    const contract = seal(release("2", { phase: "contract" }));
    const cut = view({ sealed: { blue: V1, green: contract }, there: { blue: V1, green: contract } });
    expect(() => rollbackTarget("shop", cut, undefined)).toThrow(
      "shop: version 2, which serves, is of `phase: contract`: it took away what version 1 needs. `tidegate rollback shop --to 1` does it",
    );
    expect(rollbackTarget("shop", cut, "1")).toMatchObject({ to: "blue", isThere: true });
    const expand = seal(release("2", { phase: "expand" }));
    expect(rollbackTarget("shop", view({ sealed: { blue: V1, green: expand } }), undefined)).toMatchObject({
      to: "blue",
    });
  });

  it.each([
    ["nobody serves", view({ active: null }), undefined, "shop: no color serves, so there is nothing to go back from."],
    [
      "nobody knows the service",
      { record: null, part: null },
      undefined,
      "shop: no color serves, so there is nothing to go back from.",
    ],
    [
      "the other color has never served",
      view({ sealed: { blue: null, green: V2 }, there: { blue: V3, green: V2 } }),
      undefined,
      "shop: blue has never served, so there is nothing to go back to. It has 2 on green, which serves, and 3 on blue. " +
        "Put what is wanted into the idle color and run `tidegate up`.",
    ],
    [
      "another version is wanted than the one before",
      view(),
      "0.9",
      "shop: version 0.9 is not there to go back to. It has 2 on green, which serves, and 1 on blue. " +
        "Put what is wanted into the idle color and run `tidegate up`.",
    ],
  ])("is refused, with what there is, when %s", (_, seen, wanted, message) => {
    expect(() => rollbackTarget("shop", seen, wanted)).toThrow(message);
  });
});
