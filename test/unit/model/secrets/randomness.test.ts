import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entropy, looksRandom } from "../../../../model/secrets/randomness.ts";

const HEX = [..."0123456789abcdef"];
const RANDOM = "k7Qp2ZxV9mT4wB8nR3sL";

describe("entropy", () => {
  it.each([
    ["", 0],
    ["aaaa", 0],
    ["abab", 1],
    ["abcd", 2],
    ["aabc", 1.5],
  ])("of %j is %d bits per character", (text, bits) => {
    expect(entropy(text)).toBeCloseTo(bits, 10);
  });
});

describe("looksRandom", () => {
  it("takes 20 to 256 characters into account, not fewer and not more", () => {
    expect(RANDOM).toHaveLength(20);
    expect(looksRandom(RANDOM)).toBe(true);
    expect(looksRandom(RANDOM.slice(1))).toBe(false);
    expect(looksRandom(RANDOM.repeat(12) + RANDOM.slice(0, 16))).toBe(true);
    expect(looksRandom(RANDOM.repeat(12) + RANDOM.slice(0, 17))).toBe(false);
  });

  it("does not count the words, numbers and hashes that a name is made of", () => {
    expect(looksRandom(`shop_live_${RANDOM}`)).toBe(true);
    expect(looksRandom(`shop-production-${RANDOM.slice(1)}`)).toBe(false);
    expect(looksRandom("production-shop-2026-blue-1a2b3c4d5e6f7a8b")).toBe(false);
  });

  it("is not misled by few characters in many places", () => {
    expect(looksRandom("a1B".repeat(10))).toBe(false);
  });

  it("finds 19 of 20 keys of 32 random bytes", () => {
    const keys = Array.from({ length: 1000 }, (_, index) =>
      createHash("sha256").update(`${index}`).digest("base64url"),
    );
    expect(keys.filter(looksRandom).length).toBeGreaterThanOrEqual(950);
  });

  it("never takes a hash or the id of anything in hex for a key", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...HEX), minLength: 7, maxLength: 128 }), (hex) => {
        expect(looksRandom(hex)).toBe(false);
        expect(looksRandom(`sha256:${hex}`)).toBe(false);
        expect(looksRandom(`shop-blue-secrets-${hex}`)).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.uuid(), (uuid) => !looksRandom(uuid) && !looksRandom(`shop-${uuid.toUpperCase()}-data`)));
  });
});
