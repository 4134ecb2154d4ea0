import { InputError } from "../../../../model/errors.ts";
import { UNKNOWN, type PlainObject, type PlainValue } from "../../provider.ts";
import { UnsupportedError } from "../../unsupported.ts";
import type { Kind, Table } from "./property.ts";

/**
 * Inputs as a provider works with them: absent values dropped, defaults filled in. Throws an UnsupportedError for a
 * property the table does not have, an InputError for a value of another type. Values are never quoted: they may be secret.
 */
export function checkInputs(type: string, table: Table, inputs: PlainObject): PlainObject {
  return checkObject(type, "", table, inputs);
}

function checkObject(type: string, prefix: string, table: Table, inputs: PlainObject): PlainObject {
  const checked: PlainObject = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (value === null) continue;
    const property = table[name];
    if (property === undefined) throw new UnsupportedError(type, `the property \`${prefix}${name}\``);
    checked[name] = checkValue(type, `${prefix}${name}`, property.kind, value);
  }
  for (const [name, property] of Object.entries(table)) {
    if (name in checked) continue;
    if (property.default !== undefined) checked[name] = property.default;
    else if (property.required === true) {
      throw new InputError(
        `${type}: \`${prefix}${name}\` must be set with the embedded engine. Set it in the program.`,
      );
    }
  }
  return checked;
}

function checkValue(type: string, path: string, kind: Kind, value: PlainValue): PlainValue {
  if (value === UNKNOWN || kind.type === "any") return value;
  switch (kind.type) {
    case "string": {
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      if (typeof value !== "string") throw wrongType(type, path, "a string");
      if (kind.oneOf !== undefined && !kind.oneOf.includes(value)) {
        throw wrongType(type, path, `one of ${kind.oneOf.map((word) => `"${word}"`).join(", ")}`);
      }
      return value;
    }
    case "integer": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof number !== "number" || !Number.isSafeInteger(number)) throw wrongType(type, path, "a whole number");
      if (kind.min !== undefined && number < kind.min) throw wrongType(type, path, `at least ${kind.min}`);
      return number;
    }
    case "boolean": {
      if (value === "true" || value === "false") return value === "true";
      if (typeof value !== "boolean") throw wrongType(type, path, "true or false");
      return value;
    }
    case "map": {
      if (!isPlainObject(value)) throw wrongType(type, path, "a map of strings");
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, element]) => element !== null)
          .map(([key, element]) => [key, checkValue(type, `${path}.${key}`, { type: "string" }, element)]),
      );
    }
    case "block": {
      if (!isPlainObject(value)) throw wrongType(type, path, "an object");
      return checkObject(type, `${path}.`, kind.fields, value);
    }
    case "list":
    case "set": {
      if (!Array.isArray(value)) throw wrongType(type, path, "a list");
      const { fields } = kind;
      const element: Kind = fields === undefined ? { type: "string" } : { type: "block", fields };
      return value.map((item, index) => checkValue(type, `${path}[${index}]`, element, item));
    }
  }
}

export function isPlainObject(value: PlainValue | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(type: string, path: string, expected: string): InputError {
  return new InputError(`${type}: \`${path}\` must be ${expected}. Correct it in the program.`);
}
