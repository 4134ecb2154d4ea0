import { randomBytes } from "node:crypto";
import type { PlainObject } from "../../provider.ts";
import { number, text } from "../schema/access.ts";
import { integer, map, string, type Table } from "../schema/property.ts";
import { randomProvider } from "./random-provider.ts";

const properties: Table = {
  byteLength: { kind: integer(1), change: "replaces", read: "no", required: true },
  keepers: { kind: map, change: "replaces", read: "no" },
  prefix: { kind: string(), change: "replaces", read: "no" },
};

/** Random bytes as an identifier, in four spellings. */
export const randomId = randomProvider({
  type: "random:index/randomId:RandomId",
  properties,
  secretOutputs: [],
  create(inputs) {
    return idOutputs(inputs, randomBytes(number(inputs, "byteLength") ?? 0));
  },
});

/** Outputs for given bytes; `prefix` stands before each spelling but not before the id. */
export function idOutputs(inputs: PlainObject, bytes: Buffer): { id: string; outputs: PlainObject } {
  const prefix = text(inputs, "prefix") ?? "";
  const id = bytes.toString("base64url");
  const outputs = {
    ...inputs,
    b64Url: prefix + id,
    b64Std: prefix + bytes.toString("base64"),
    hex: prefix + bytes.toString("hex"),
    dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
  };
  return { id, outputs };
}
