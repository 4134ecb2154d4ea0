import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  type OperationContext,
  type PackageFactory,
  PartialCreateError,
  type PlainObject,
  UNKNOWN,
} from "../../../../engine/embedded/provider.ts";

/** Where the things of a test exist: what a container host is to the real providers. */
export class World {
  things = new Map<string, PlainObject>();
  /** Every effect, in order: `create a`, `delete b`. */
  readonly effects: string[] = [];
  /** Configs the provider was made with. */
  readonly configs: PlainObject[] = [];
  /** Called in every effect, before it; its error is the effect's. */
  before: (effect: string, context: OperationContext) => Promise<void> | void = () => undefined;
  #file: string | undefined;

  /** The package `fake` with its one type, `Thing`: `key` replaces, everything else changes in place. */
  readonly factory: PackageFactory = (config) => {
    this.configs.push(config);
    return [
      {
        type: "fake:index:Thing",
        secretOutputs: [],
        volatileOutputs: ["volatile"],
        check: (inputs) => {
          if ("unsupported" in inputs) throw new Error("the property `unsupported` is not supported.");
          return { size: 1, ...inputs };
        },
        diff: ({ inputs }, news) => {
          const names = [...new Set([...Object.keys(inputs), ...Object.keys(news)])].toSorted();
          const changes = names.flatMap((name) => differences(name, inputs[name], news[name]));
          const replaces = changes.filter((path) => path === "key" || path.startsWith("key."));
          return { changes, replaces, deleteBeforeReplace: news["deleteFirst"] === true };
        },
        create: async (inputs, context) => {
          const name = labelOf(inputs);
          await this.#effect(`create ${name}`, context);
          const id = `${name}-${randomUUID()}`;
          this.#set(id, inputs);
          const outputs = { ...inputs, out: `${name}!`, volatile: id };
          if (inputs["half"] === true) throw new PartialCreateError("made, but it did not start", { id, outputs });
          return { id, outputs };
        },
        read: async ({ id, inputs, outputs }, context) => {
          await this.before(`read ${id}`, context);
          const found = this.things.get(id);
          return found === undefined ? null : { inputs: found, outputs: { ...outputs, ...inputs, ...found } };
        },
        update: async ({ id, outputs }, news, context) => {
          await this.#effect(`update ${labelOf(news)}`, context);
          this.#set(id, news);
          return { ...outputs, ...news, volatile: randomUUID() };
        },
        delete: async ({ id, inputs }, context) => {
          await this.#effect(`delete ${labelOf(inputs)}`, context);
          this.things.delete(id);
          this.#keep();
        },
        findOrphan: async (inputs) => {
          const found = [...this.things].find(
            ([, { label, key }]) => label === inputs["label"] && key === inputs["key"],
          );
          if (found === undefined) return await Promise.resolve(null);
          if (found[1]["owner"] !== inputs["owner"]) throw new Error("it belongs to somebody else.");
          return { id: found[0], outputs: { ...found[1], out: `${labelOf(inputs)}!` } };
        },
      },
    ];
  };

  /** Keeps the things in a file, so that they outlive this process. */
  keepIn(file: string): void {
    this.#file = file;
    this.reload();
  }

  /** Reads the file again, after another process used it. */
  reload(): void {
    if (this.#file === undefined || !existsSync(this.#file)) return;
    const entries = JSON.parse(readFileSync(this.#file, "utf8")) as [string, PlainObject][];
    this.things = new Map(entries);
  }

  /** Effects since the last call. */
  take(): string[] {
    return this.effects.splice(0);
  }

  #set(id: string, thing: PlainObject): void {
    this.things.set(id, thing);
    this.#keep();
  }

  #keep(): void {
    if (this.#file !== undefined) writeFileSync(this.#file, JSON.stringify([...this.things]));
  }

  async #effect(effect: string, context: OperationContext): Promise<void> {
    await this.before(effect, context);
    this.effects.push(effect);
  }
}

function differences(
  path: string,
  old: PlainObject[string] | undefined,
  value: PlainObject[string] | undefined,
): string[] {
  if (old === UNKNOWN || value === UNKNOWN) return [path];
  if (isMap(old) && isMap(value)) {
    return [...new Set([...Object.keys(old), ...Object.keys(value)])].flatMap((name) =>
      differences(`${path}.${name}`, old[name], value[name]),
    );
  }
  if (Array.isArray(old) && Array.isArray(value) && old.length === value.length) {
    return old.flatMap((inner, index) => differences(`${path}[${index}]`, inner, value[index]));
  }
  return JSON.stringify(old) === JSON.stringify(value) ? [] : [path];
}

function labelOf({ label }: PlainObject): string {
  return typeof label === "string" ? label : "";
}

function isMap(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
