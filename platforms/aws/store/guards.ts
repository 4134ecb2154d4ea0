import { z } from "zod";
import { BusyError, InputError } from "../../../model/errors.ts";
import { guardSchema, type Guard } from "../../../model/guard.ts";
import type { Bucket } from "./bucket.ts";

/** What is watched of a service: `guards/<service>.json`, as the last `up` has declared it. */
const keptSchema = z.strictObject({ format: z.literal(1), guard: guardSchema.nullable() });

export interface GuardStore {
  /** Null where none is declared. */
  read(service: string): Promise<Guard | null>;
  /** Says what is declared from now on; the same again is not written. Throws a BusyError where somebody else writes at the moment. */
  declare(service: string, guard: Guard | null): Promise<void>;
}

export function guardStore(bucket: Bucket): GuardStore {
  const keyOf = (service: string) => `guards/${service}.json`;
  return {
    async read(service) {
      const stored = await bucket.read(keyOf(service));
      return stored === null ? null : parse(service, stored.text);
    },
    async declare(service, guard) {
      const stored = await bucket.read(keyOf(service));
      const text = JSON.stringify({ format: 1, guard });
      if (stored?.text === text || (stored === null && guard === null)) return;
      if ((await bucket.put(keyOf(service), text, stored?.etag ?? null)) !== null) return;
      throw new BusyError(`${service}: somebody else declares its guard at this moment. Run again.`);
    },
  };
}

function parse(service: string, text: string): Guard | null {
  try {
    return keptSchema.parse(JSON.parse(text)).guard;
  } catch (error) {
    throw new InputError(
      `${service}: its guard in the stack's bucket is nothing that this version of tidegate reads. Use the version that wrote it, or a later one.`,
      { cause: error },
    );
  }
}
