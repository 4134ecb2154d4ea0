import { randomInt } from "node:crypto";
import { number, text } from "../schema/access.ts";
import { integer, map, string, type Table } from "../schema/property.ts";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./pet-words.ts";
import { randomProvider } from "./random-provider.ts";

const properties: Table = {
  keepers: { kind: map, change: "replaces", read: "no" },
  length: { kind: integer(1), change: "replaces", read: "no", default: 2, note: "words" },
  prefix: { kind: string(), change: "replaces", read: "no" },
  separator: { kind: string(), change: "replaces", read: "no", default: "-" },
};

/** A name made of words, for people: `quietly-brave-otter`. Its id is the name. */
export const randomPet = randomProvider({
  type: "random:index/randomPet:RandomPet",
  properties,
  secretOutputs: [],
  create(inputs) {
    const length = number(inputs, "length") ?? 2;
    const separator = text(inputs, "separator") ?? "-";
    const prefix = text(inputs, "prefix") ?? "";
    const id = [...(prefix === "" ? [] : [prefix]), ...petWords(length)].join(separator);
    return { id, outputs: { ...inputs, length, separator } };
  },
});

function petWords(length: number): string[] {
  const adverbs = Array.from({ length: Math.max(0, length - 2) }, () => pick(ADVERBS));
  return [...adverbs, ...(length > 1 ? [pick(ADJECTIVES)] : []), pick(ANIMALS)];
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? "";
}
