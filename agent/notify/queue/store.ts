import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EMPTY_QUEUE, queueSchema, type Queue } from "./queue.ts";

/** The file of a queue, in a folder of the agent's own. Events name people and versions: nobody else reads it. */
export class QueueStore {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "notifications.json");
  }

  /** The queue of the last run; an empty one at first. What cannot be read is put aside as `notifications.json.damaged`. */
  load(): { queue: Queue; problem?: string } {
    const text = this.#read();
    if (text === undefined) return { queue: EMPTY_QUEUE };
    const parsed = queueSchema.safeParse(parseJson(text));
    if (parsed.success) return { queue: parsed.data };
    const aside = `${this.#path}.damaged`;
    renameSync(this.#path, aside);
    return { queue: EMPTY_QUEUE, problem: `${this.#path}: could not be read. What waited in it is in ${aside}.` };
  }

  /** After a crash at any moment, the file has the old queue or the new one. Throws what the system says where it cannot be written. */
  save(queue: Queue): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const file = openSync(`${this.#path}.next`, "w", 0o600);
    try {
      writeFileSync(file, JSON.stringify(queue));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.#path}.next`, this.#path);
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it
  }
}
