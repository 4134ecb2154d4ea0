import { describe, expect, it } from "vitest";
import { chooseTarget, defaultVersion } from "../../../../delivery/release/choose-target.ts";
import type { Canary } from "../../../../model/canary.ts";
import type { Color } from "../../../../model/color.ts";
import { CANARY, canary } from "../../plan/under-way.ts";
import { observed, record, release, seal, steady } from "../../edge/observed.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = (letter: string, tag = "2.0.0") => `registry.test/shop:${tag}@${digest(letter)}`;
const BLUE = seal(release("1.0.0", { image: image("a", "1.0.0") }));
const GREEN = seal(release("2.0.0", { image: image("b") }));
/** Blue 1.0.0 serves; green has served before where it is given. */
const serving = (green: typeof GREEN | null = null) =>
  observed(steady({ record: record({ active: "blue", sealed: { blue: BLUE, green } }) }));
/** Blue 1.0.0 serves most, and green 2.0.0 some. */
const underWay = observed(
  steady({ record: { ...record({ active: "green", sealed: { blue: BLUE, green: GREEN } }), canary: canary(0) } }),
);
const declared = (activeColor: Color, onNewVersion: Canary["onNewVersion"] = "refuse") => ({
  activeColor,
  canary: { ...CANARY, onNewVersion },
});
const wanted = (letter: string, version?: string) => ({ service: "shop", image: image(letter), version });

describe("the target of a release", () => {
  it("is the color that does not serve, under the name of the image", () => {
    expect(chooseTarget(wanted("c"), serving(), declared("blue"))).toEqual({
      ...{ from: "blue", to: "green", version: "2.0.0", image: image("c") },
    });
    expect(chooseTarget(wanted("c", "3.0.0"), serving(), declared("green"))).toMatchObject({
      to: "green",
      version: "3.0.0",
    });
  });

  it("is nothing where this build serves already, unless another name is wanted for it", () => {
    const same = { service: "shop", image: `mirror.test/shop@${digest("a")}` };
    expect(chooseTarget({ ...same, version: undefined }, serving(), declared("blue"))).toBeNull();
    expect(chooseTarget({ ...same, version: "1.0.0" }, serving(), declared("blue"))).toBeNull();
    expect(chooseTarget({ ...same, version: "1.0.1" }, serving(), declared("blue"))).toMatchObject({
      version: "1.0.1",
    });
  });

  it("keeps name and reference of what the idle color has served with", () => {
    const other = { service: "shop", image: `registry.test/shop@${digest("b")}`, version: undefined };
    expect(chooseTarget(other, serving(GREEN), declared("blue"))).toMatchObject({
      version: "2.0.0",
      image: image("b"),
    });
    expect(chooseTarget({ ...other, version: "2.1.0" }, serving(GREEN), declared("blue"))).toMatchObject({
      ...{ version: "2.1.0", image: other.image },
    });
  });

  it("knows an image that is named by a tag alone by what its containers run", () => {
    const bare = seal(release("1.0.0"));
    const seen = observed(steady({ record: record({ active: "blue", sealed: { blue: bare, green: null } }) }));
    expect(chooseTarget(wanted("a"), seen, declared("blue"), { blue: [digest("a")] })).toBeNull();
    expect(chooseTarget(wanted("a"), seen, declared("blue"), { blue: [digest("c")] })).toMatchObject({ to: "green" });
  });

  it("is the declared color for a service that has never served", () => {
    expect(chooseTarget(wanted("a"), observed(null), declared("green"))).toMatchObject({ from: null, to: "green" });
  });

  it("is refused while a canary is under way, and is its color where another build ends it", () => {
    expect(() => chooseTarget(wanted("c"), underWay, declared("green"))).toThrow("a canary of version");
    expect(chooseTarget(wanted("c", "3.0.0"), underWay, declared("green", "abort"))).toEqual({
      ...{ from: "blue", to: "green", version: "3.0.0", image: image("c") },
    });
    expect(chooseTarget(wanted("b"), underWay, declared("green", "abort"))).toBeNull();
    // What serves the others is the way back, and no new version.
    expect(() => chooseTarget(wanted("a"), underWay, declared("green", "abort"))).toThrow("a canary of version");
  });

  it("is refused where the edge has forgotten what serves", () => {
    const forgotten = observed(steady({ record: null }));
    expect(() => chooseTarget(wanted("a"), forgotten, declared("blue"))).toThrow(
      "does not remember which color serves",
    );
  });
});

describe("the version of an image", () => {
  it.each([
    [image("a", "1.4.2"), "1.4.2"],
    [image("a", "dev-0123abc"), "dev-0123abc"],
    [image("a", "stable"), "sha-aaaaaaaaaaaa"],
    [`registry.test/shop@${digest("b")}`, "sha-bbbbbbbbbbbb"],
  ])("of %s is %s", (reference, version) => {
    expect(defaultVersion(reference)).toBe(version);
  });
});
