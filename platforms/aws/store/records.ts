import { z } from "zod";
import { InputError } from "../../../model/errors.ts";
import { canaryFactsSchema, switchFactsSchema, verifiedFactsSchema } from "../../../model/ledger.ts";
import { recordSchema } from "../../../model/record.ts";
import type { Bucket, StoredText } from "./bucket.ts";

/** What is kept of a service: `records/<service>.json`. */
const keptSchema = z.strictObject({
  format: z.literal(1),
  record: recordSchema,
  /** The last switch or step, until the ledger has it: whoever dies in between leaves it to the next to write it down. Else null. */
  untold: z.discriminatedUnion("kind", [switchFactsSchema, canaryFactsSchema, verifiedFactsSchema]).nullable(),
});

/** What the ledger is to say of a switch, or of a step of its canary. */
export type Untold = NonNullable<z.infer<typeof keptSchema>["untold"]>;

export type KeptRecord = Omit<z.infer<typeof keptSchema>, "format">;

/** A record as it was read, with what its next write has to find there. */
export interface ReadRecord extends KeptRecord {
  etag: string;
}

/** A record as it lies there. */
export interface StoredRecord extends ReadRecord {
  /** When it was written, Unix time in milliseconds. */
  writtenAt: number;
}

/** The records of a stack's services; a switch is a conditional write of one. */
export interface RecordStore {
  /** Null where there is none. Throws an InputError for what this version cannot read. */
  read(service: string): Promise<StoredRecord | null>;
  /** Of all services, in the order of their names. */
  readAll(): Promise<StoredRecord[]>;
  /** Returns the new tag; null where somebody else has written since what `before` says was read, and nothing was changed then. */
  put(kept: KeptRecord, before: ReadRecord | null): Promise<string | null>;
}

const FOLDER = "records/";

export function recordStore(bucket: Bucket): RecordStore {
  const keyOf = (service: string) => `${FOLDER}${service}.json`;
  const parsed = async (key: string) => {
    const stored = await bucket.read(key);
    return stored === null ? null : parse(key, stored);
  };
  return {
    read: (service) => parsed(keyOf(service)),
    async readAll() {
      const all = await Promise.all((await bucket.list(FOLDER)).map(parsed));
      return all.flatMap((record) => record ?? []);
    },
    put: ({ record, untold }, before) =>
      bucket.put(keyOf(record.service), JSON.stringify({ format: 1, record, untold }), before?.etag ?? null),
  };
}

function parse(key: string, { text, etag, writtenAt }: StoredText): StoredRecord {
  try {
    const { record, untold } = keptSchema.parse(JSON.parse(text));
    return { record, untold, etag, writtenAt };
  } catch (error) {
    throw new InputError(
      `aws: \`${key}\` in the stack's bucket is nothing that this version of tidegate reads. Use the version that wrote it, or a later one.`,
      { cause: error },
    );
  }
}
