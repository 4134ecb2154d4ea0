import { isObject, Secret, type Value } from "./value.ts";

const MASK = "[secret]";
/** Shorter texts would blank out half of every message, and protect nothing. */
const SHORTEST = 3;

/** Learns secret texts and takes them out of everything that is shown. */
export class Redactor {
  #texts: string[] = [];

  /** Remembers every secret in `value`; with `all`, every text in it. */
  learn(value: Value, all = false): void {
    if (value instanceof Secret) this.learn(value.value, true);
    else if (Array.isArray(value)) value.forEach((inner) => this.learn(inner, all));
    else if (isObject(value)) Object.values(value).forEach((inner) => this.learn(inner, all));
    else if (all && typeof value === "string") this.#add(value);
    else if (all && typeof value === "number") this.#add(String(value));
  }

  /** `text` with every known secret replaced. */
  redact(text: string): string {
    return this.#texts.reduce((result, secret) => result.replaceAll(secret, MASK), text);
  }

  /** A value fit to be shown: secrets masked, unknown ones named. */
  show(value: Value | undefined): unknown {
    if (value === undefined || value === null) return value;
    if (value instanceof Secret) return MASK;
    if (typeof value === "symbol") return "[unknown]";
    if (typeof value === "string") return this.redact(value);
    if (Array.isArray(value)) return value.map((inner) => this.show(inner));
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.show(inner)]));
    return value;
  }

  #add(text: string): void {
    const json = JSON.stringify(text).slice(1, -1);
    const lines = text.includes("\n") ? text.split("\n") : [];
    for (const form of new Set([text, text.trim(), json, ...lines])) {
      if (form.length >= SHORTEST && !this.#texts.includes(form)) this.#texts.push(form);
    }
    this.#texts.sort((a, b) => b.length - a.length); // a secret inside a longer one must not break it up
  }
}
