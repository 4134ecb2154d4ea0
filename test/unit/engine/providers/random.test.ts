import bcrypt from "bcryptjs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { OperationContext, PlainObject } from "../../../../engine/embedded/provider.ts";
import { idOutputs, randomId } from "../../../../engine/embedded/providers/random/random-id.ts";
import { randomPassword } from "../../../../engine/embedded/providers/random/random-password.ts";
import { randomPet } from "../../../../engine/embedded/providers/random/random-pet.ts";

const context: OperationContext = {
  signal: new AbortController().signal,
  interrupt: new AbortController().signal,
  log: () => undefined,
};
const textOf = (value: unknown) => (typeof value === "string" ? value : expect.fail("not a text"));
const make = ({ provider }: typeof randomId, inputs: PlainObject) => provider.create(provider.check(inputs), context);

test("spells an id as the stock plugin does", () => {
  // recorded from the stock plugin
  const { id, outputs } = idOutputs({ byteLength: 4, prefix: "p-" }, Buffer.from("267d6efd", "hex"));
  expect(id).toBe("Jn1u_Q");
  expect(outputs).toEqual({
    byteLength: 4,
    prefix: "p-",
    b64Std: "p-Jn1u/Q==",
    b64Url: "p-Jn1u_Q",
    hex: "p-267d6efd",
    dec: "p-645754621",
  });
});

test("makes ids of the wanted length", async () => {
  const { outputs } = await make(randomId, { byteLength: 8 });
  expect(outputs["hex"]).toMatch(/^[0-9a-f]{16}$/);
});

test("keeps result and hash of a password secret", () => {
  expect(randomPassword.provider.secretOutputs).toEqual(["result", "bcryptHash"]);
});

test("hashes the very password it made", async () => {
  const { outputs } = await make(randomPassword, { length: 12 });
  expect(await bcrypt.compare(textOf(outputs["result"]), textOf(outputs["bcryptHash"]))).toBe(true);
});

test("obeys length, classes and minimums of a password", async () => {
  const count = fc.integer({ min: 0, max: 4 });
  await fc.assert(
    fc.asyncProperty(count, count, count, count, async (minLower, minUpper, minNumeric, minSpecial) => {
      const inputs = { length: 20, minLower, minUpper, minNumeric, minSpecial, overrideSpecial: "!_" };
      const result = textOf((await make(randomPassword, inputs)).outputs["result"]);
      expect(result).toMatch(/^[a-zA-Z0-9!_]{20}$/);
      expect(result.replaceAll(/[^a-z]/g, "").length).toBeGreaterThanOrEqual(minLower);
      expect(result.replaceAll(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(minUpper);
      expect(result.replaceAll(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(minNumeric);
      expect(result.replaceAll(/[^!_]/g, "").length).toBeGreaterThanOrEqual(minSpecial);
    }),
    { numRuns: 10 },
  );
});

test("leaves out a class of characters that is switched off", async () => {
  const { outputs } = await make(randomPassword, { length: 60, special: false, upper: false });
  expect(outputs["result"]).toMatch(/^[a-z0-9]{60}$/);
});

test.each([
  [{ length: 3, minLower: 2, minUpper: 2 }, "at least the sum of all minimums, 4"],
  [
    { length: 3, lower: false, upper: false, numeric: false, special: false },
    "every kind of character is switched off",
  ],
])("refuses %j", (inputs, message) => {
  expect(() => randomPassword.provider.check(inputs)).toThrow(message);
});

test.each([
  [{}, /^[a-z]+-[a-z]+$/],
  [{ length: 1 }, /^[a-z]+$/],
  [{ length: 3, separator: "_", prefix: "shop" }, /^shop_[a-z]+_[a-z]+_[a-z]+$/],
])("names a pet from %j", async (inputs, pattern) => {
  expect((await make(randomPet, inputs)).id).toMatch(pattern);
});
