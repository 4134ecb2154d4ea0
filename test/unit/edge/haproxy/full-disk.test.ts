import { describe, expect, it } from "vitest";
import { judgeDisk } from "../../../../edge/haproxy/full-disk.ts";

describe("the disk of a ledger", () => {
  it.each([
    ["of the engine", "65024\n65024\n1000 4096\n", "its ledger lies on the disk of the container engine"],
    ["that is large", "40\n65024\n65537 4096\n", "has more than 256 MiB"],
    ["that cannot be read", "40\n65024\n", "has more than 256 MiB"],
    ["that cannot be read at all", "", "has more than 256 MiB"],
  ])("is not filled where it is one %s", (_, said, why) => {
    expect(judgeDisk(said)).toContain(why);
  });

  it("may be filled where it is one of its own, and small", () => {
    expect(judgeDisk("40\n65024\n65536 4096\n")).toBeUndefined();
  });
});
