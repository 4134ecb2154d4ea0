import type { ConfigValue } from "../../engine/config/edit-config.ts";
import { InputError } from "../../model/errors.ts";
import { kindOf, takesTrue, type Kind } from "../../model/schema-at.ts";
import { tidegateSchema } from "./tidegate-schema.ts";

/** What a user may say that a value is. */
export const VALUE_TYPES = ["string", "number", "boolean", "json"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

const AS: Readonly<Record<Kind, ValueType>> = {
  ...{ string: "string", number: "number", boolean: "boolean", array: "json", object: "json" },
};

/**
 * The value that a text on the command line means: of the type that is named, else of the one that stands at that place of
 * tidegate's config, else (keys of other programs) as `pulumi config set` takes it: a key itself is a text; below one `true`,
 * `false` and whole numbers are no texts. Throws an InputError when the text is no such value.
 */
export function valueOf(key: string, text: string, type: ValueType | undefined): ConfigValue {
  const schema = tidegateSchema(key);
  const kind = schema === undefined ? undefined : kindOf(schema);
  const wanted = type ?? (kind === undefined ? undefined : AS[kind]);
  switch (wanted) {
    case "string":
      return text;
    case "number":
      if (text.trim() === "" || !Number.isFinite(Number(text)))
        throw mismatch(key, "a number", text, "Write it like 3.");
      return Number(text);
    case "boolean":
      if (text !== "true" && text !== "false") throw mismatch(key, "true or false", text, "Choose one.");
      return text === "true";
    case "json":
      return text === "true" && schema !== undefined && takesTrue(schema) ? true : parseJson(key, text, kind);
    case undefined:
      return /[.[]/.test(key) ? coerce(text) : text;
  }
}

function parseJson(key: string, text: string, kind: Kind | undefined): ConfigValue {
  const what = kind === "array" ? "a list" : kind === "object" ? "an object" : "JSON";
  const remedy =
    kind === "array" ? 'Write it as JSON, like ["a", "b"].' : "Set what is in it, key by key, or write it as JSON.";
  let value: ConfigValue;
  try {
    value = JSON.parse(text) as ConfigValue; // JSON has no other values
  } catch {
    throw mismatch(key, what, text, remedy);
  }
  const fits =
    kind === "array" ? Array.isArray(value) : kind !== "object" || (typeof value === "object" && !Array.isArray(value));
  if (value === null || !fits) throw mismatch(key, what, text, remedy);
  return value;
}

function coerce(text: string): ConfigValue {
  if (text === "true" || text === "false") return text === "true";
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function mismatch(key: string, what: string, got: string, remedy: string): InputError {
  return new InputError(`config set: ${key}: must be ${what}, got ${JSON.stringify(got)}. ${remedy}`);
}
