import { describe, expect, it } from "vitest";
import { underWay } from "../../../../cli/drill/under-way.ts";

describe("what is under way", () => {
  /** Something that lasts, and what has become of it. */
  function lasting() {
    const seen: string[] = [];
    const begin = async (inside: () => Promise<void>) => {
      seen.push("begun");
      try {
        await inside();
      } finally {
        seen.push("ended");
      }
    };
    return { seen, begin };
  }

  it("lasts until it is ended", async () => {
    const { seen, begin } = lasting();
    const end = await underWay(begin, async () => seen.push("done"));
    expect(seen).toEqual(["begun", "done"]);
    await end();
    expect(seen).toEqual(["begun", "done", "ended"]);
  });

  it("has ended where what is done in it fails", async () => {
    const { seen, begin } = lasting();
    await expect(underWay(begin, () => Promise.reject(new Error("busy")))).rejects.toThrow("busy");
    expect(seen).toEqual(["begun", "ended"]);
  });

  it("is never reached where it cannot begin", async () => {
    const begin = () => Promise.reject(new Error("no image"));
    await expect(underWay(begin, async () => undefined)).rejects.toThrow("no image");
  });
});
