import { isObject, Secret, type Value, type ValueObject } from "./value.ts";

/** Shorter texts turn up everywhere by chance. */
const SHORTEST = 4;

/** `outputs` with every text made secret that contains a secret of `inputs`: what a command printed of its environment. */
export function conceal(outputs: ValueObject, inputs: ValueObject): ValueObject {
  const secrets = secretTexts(inputs, false);
  if (secrets.length === 0) return outputs;
  const concealed = (value: Value): Value => {
    if (typeof value === "string") return secrets.some((secret) => value.includes(secret)) ? new Secret(value) : value;
    if (Array.isArray(value)) return value.map(concealed);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, concealed(inner)]));
  };
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, concealed(value)]));
}

function secretTexts(value: Value, isSecret: boolean): string[] {
  if (value instanceof Secret) return secretTexts(value.value, true);
  if (typeof value === "string") return isSecret && value.trim().length >= SHORTEST ? [value.trim()] : [];
  if (Array.isArray(value)) return value.flatMap((inner) => secretTexts(inner, isSecret));
  return isObject(value) ? Object.values(value).flatMap((inner) => secretTexts(inner, isSecret)) : [];
}
