import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";
import { everyItem } from "../pages.ts";

/** An object, and the tag of this very content. */
export interface StoredText {
  text: string;
  etag: string;
  /** By the clock of S3, Unix time in milliseconds. */
  writtenAt: number;
}

/** What is kept of a stack in S3: texts under keys, each of which is written whole or not at all. */
export interface Bucket {
  /** Null where there is none. What was written before is read. */
  read(key: string): Promise<StoredText | null>;
  /** Keys that begin with `prefix`, in order. */
  list(prefix: string): Promise<string[]>;
  /**
   * Writes where the content still is the one with the tag `expected`, or where there is none for null. Returns the new tag; null where
   * somebody else has written meanwhile, and then nothing was changed.
   */
  put(key: string, text: string, expected: string | null): Promise<string | null>;
}

/** Tells a write of ours from one of somebody else with the same text. */
const WRITE = "tidegate-write";
/** Somebody else was there before, or is at it: the condition of a write does not hold. */
const CONFLICTS = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];

/** Everything below `prefix` in the bucket `name`. */
export function openBucket({ s3 }: Pick<AwsClients, "s3">, name: string, prefix: string): Bucket {
  const place = (key: string) => ({ Bucket: name, Key: `${prefix}${key}` });

  async function put(key: string, text: string, expected: string | null): Promise<string | null> {
    const write = randomUUID();
    const condition = expected === null ? { IfNoneMatch: "*" } : { IfMatch: expected };
    const object = { Body: Buffer.from(text), ContentType: "application/json", Metadata: { [WRITE]: write } };
    try {
      return (await s3.putObject({ ...place(key), ...object, ...condition })).ETag ?? null;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const isConflict = CONFLICTS.includes(error.code);
      if (!isConflict && !error.mayBeDone) throw error;
      // An attempt whose answer was lost may have been the one that wrote.
      const there = await writtenBy(key);
      if (there?.write === write) return there.etag;
      if (isConflict) return null;
      throw error;
    }
  }

  async function writtenBy(key: string): Promise<{ write: string | undefined; etag: string } | null> {
    return await unlessMissing(async () => {
      const { Metadata, ETag = "" } = await s3.headObject(place(key));
      return { write: Metadata?.[WRITE], etag: ETag };
    });
  }

  return {
    put,
    read: (key) =>
      unlessMissing(async () => {
        const { Body, ETag = "", LastModified } = await s3.getObject(place(key));
        const text = (await Body?.transformToString("utf8")) ?? "";
        return { text, etag: ETag, writtenAt: LastModified?.getTime() ?? 0 };
      }),
    async list(below) {
      const objects = await everyItem(async (from) => {
        const next = from === undefined ? {} : { ContinuationToken: from };
        const page = await s3.listObjectsV2({ Bucket: name, Prefix: `${prefix}${below}`, ...next });
        return { items: page.Contents, next: page.NextContinuationToken };
      });
      return objects.flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(prefix.length)])).toSorted();
    },
  };
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AwsError && ["NoSuchKey", "NotFound"].includes(error.code)) return null;
    throw error;
  }
}
