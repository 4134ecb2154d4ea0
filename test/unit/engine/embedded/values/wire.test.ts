import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../../../engine/embedded/provider.ts";
import { Secret, type ValueObject } from "../../../../../engine/embedded/values/value.ts";
import { decodeObject, encodeObject } from "../../../../../engine/embedded/values/wire.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("values on the wire", () => {
  const values: ValueObject = {
    plain: [1, "a", true, null],
    password: new Secret("x"),
    list: [new Secret({ a: 1 })],
    later: UNKNOWN,
    both: new Secret(UNKNOWN),
  };
  const json = {
    plain: [1, "a", true, null],
    password: secret("x"),
    list: [secret({ a: 1 })],
    later: UNKNOWN_TEXT,
    both: secret(UNKNOWN_TEXT),
  };

  it("carry the marks of Pulumi's protocol, both ways", () => {
    expect(encodeObject(values)).toEqual(json);
    expect(decodeObject(json, "Thing a")).toEqual(values);
  });

  it("may be output values and references, of which the value is taken", () => {
    const output = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "v", secret: true };
    const later = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const reference = { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "i" };
    expect(decodeObject({ output, later, reference }, "Thing a")).toEqual({
      output: new Secret("v"),
      later: UNKNOWN,
      reference: "i",
    });
  });

  it.each([
    ["an asset", "c44067f5952c0a294b673a41bacd8c17"],
    ["an archive", "0def7320c3a5731c473e5ecbe6d01bc7"],
  ])("refuse %s, with the property that has it", (what, signature) => {
    expect(() => decodeObject({ a: { b: [{ [SIGNATURE]: signature }] } }, "Thing a")).toThrow(
      `Thing a, property \`a.b.0\`: ${what} is not supported by the embedded engine.`,
    );
  });
});
