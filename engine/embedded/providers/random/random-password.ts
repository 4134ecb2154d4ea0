import { randomInt } from "node:crypto";
import bcrypt from "bcryptjs";
import { InputError } from "../../../../model/errors.ts";
import { UNKNOWN, type PlainObject } from "../../provider.ts";
import { number, text } from "../schema/access.ts";
import { boolean, integer, map, string, type Property, type Table } from "../schema/property.ts";
import { randomProvider } from "./random-provider.ts";

const TYPE = "random:index/randomPassword:RandomPassword";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";
/** What the stock plugin uses: bcrypt's default. */
const BCRYPT_COST = 10;

const count: Property = { kind: integer(0), change: "replaces", read: "no", default: 0 };
const allowed: Property = { kind: boolean, change: "replaces", read: "no", default: true };

const properties: Table = {
  keepers: { kind: map, change: "replaces", read: "no" },
  length: { kind: integer(1), change: "replaces", read: "no", required: true },
  lower: allowed,
  minLower: count,
  minNumeric: count,
  minSpecial: count,
  minUpper: count,
  numeric: allowed,
  overrideSpecial: { kind: string(), change: "replaces", read: "no" },
  special: allowed,
  upper: allowed,
};

interface Class {
  characters: string;
  allowed: boolean;
  min: number;
}

/** A password; `result` and `bcryptHash` are secret. */
export const randomPassword = randomProvider({
  type: TYPE,
  properties,
  secretOutputs: ["result", "bcryptHash"],
  validate(inputs) {
    if (Object.values(inputs).includes(UNKNOWN)) return;
    const least = classesOf(inputs).reduce((sum, { min }) => sum + min, 0);
    if (least > (number(inputs, "length") ?? 0)) {
      throw new InputError(`${TYPE}: \`length\` must be at least the sum of all minimums, ${least}. Raise it.`);
    }
    if (!classesOf(inputs).some((one) => one.allowed)) {
      throw new InputError(`${TYPE}: every kind of character is switched off. Allow at least one.`);
    }
  },
  async create(inputs) {
    const result = password(number(inputs, "length") ?? 0, classesOf(inputs));
    const outputs: PlainObject = {
      ...inputs,
      number: isAllowed(inputs, "numeric"), // its old name
      result,
      bcryptHash: await bcrypt.hash(result, BCRYPT_COST),
    };
    return { id: "none", outputs };
  },
});

/** Characters with at least `min` of each class, in random order. */
export function password(length: number, classes: readonly Class[]): string {
  const all = classes.map((one) => (one.allowed ? one.characters : "")).join("");
  const characters = classes.flatMap(({ characters, min }) => draw([...characters], min));
  characters.push(...draw([...all], length - characters.length));
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? "", characters[last] ?? ""];
  }
  return characters.join("");
}

function draw(characters: readonly string[], count: number): string[] {
  return Array.from({ length: count }, () => characters[randomInt(characters.length)] ?? "");
}

function classesOf(inputs: PlainObject): Class[] {
  const override = text(inputs, "overrideSpecial") ?? "";
  const one = (characters: string, allowed: boolean, min: string): Class => ({
    characters,
    allowed,
    min: number(inputs, min) ?? 0,
  });
  return [
    one("ABCDEFGHIJKLMNOPQRSTUVWXYZ", isAllowed(inputs, "upper"), "minUpper"),
    one("abcdefghijklmnopqrstuvwxyz", isAllowed(inputs, "lower"), "minLower"),
    one("0123456789", isAllowed(inputs, "numeric"), "minNumeric"),
    one(override === "" ? SPECIAL : override, isAllowed(inputs, "special"), "minSpecial"),
  ];
}

function isAllowed(inputs: PlainObject, name: string): boolean {
  return inputs[name] !== false;
}
