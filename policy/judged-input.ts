import { UNKNOWN } from "./unknown.ts";
import type { JudgedResource } from "./rule.ts";

/** One input of a resource, or a value below one, with its path and with what a message may say of it. */
export class JudgedInput {
  readonly path: string;
  /** undefined when absent, {@link UNKNOWN} when a preview cannot know it. */
  readonly value: unknown;
  readonly #secretPaths: ReadonlySet<string>;
  readonly #isSecret: boolean;

  constructor(path: string, value: unknown, secretPaths: ReadonlySet<string> = new Set(), isBelowSecret = false) {
    this.path = path;
    this.value = value ?? undefined;
    this.#secretPaths = secretPaths;
    this.#isSecret =
      isBelowSecret || [...secretPaths].some((secret) => secret === path || secret.startsWith(`${path}.`));
  }

  /** The input below it of that name or number. */
  at(key: string | number): JudgedInput {
    const child = this.isUnknown ? UNKNOWN : childOf(this.value, key);
    return new JudgedInput(`${this.path}.${key}`, child, this.#secretPaths, this.#isSecret);
  }

  /** The members of a list; none when it is absent or not known. */
  items(): JudgedInput[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  get isUnknown(): boolean {
    return this.value === UNKNOWN;
  }

  /** Whether it, or a member of it, is not known yet: what a rule looks for may be there. */
  get mayHoldMore(): boolean {
    return this.isUnknown || this.items().some((item) => item.isUnknown);
  }

  /** Its text; undefined when it is none, or not known. */
  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  /** What a message says it is: `got ${input.got}`. */
  get got(): string {
    if (this.#isSecret) return "a secret";
    return JSON.stringify(this.value) ?? "nothing";
  }
}

export function inputOf({ inputs, secretPaths }: JudgedResource, name: string): JudgedInput {
  return new JudgedInput(name, inputs[name], secretPaths);
}

function childOf(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value as unknown; // plain data: see readInputs
}
