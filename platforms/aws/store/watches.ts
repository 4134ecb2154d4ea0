import { z } from "zod";
import { replicasSeenSchema } from "../../../agent/guard/replicas-seen.ts";
import { progressSchema } from "../../../agent/watch/progress.ts";
import { standstillSchema } from "../../../model/standstill.ts";
import type { Bucket } from "./bucket.ts";

const placesSchema = z.array(z.strictObject({ isUp: z.boolean(), since: z.int() }));

/** How far what is watched of a service is: `watch/<service>.json`. */
const watchSchema = z.strictObject({
  format: z.literal(1),
  /** Unix time in ms of the look. */
  atMs: z.int(),
  progress: progressSchema,
  /** Unix time in ms at which the step began, or the time after it. */
  stepMs: z.int(),
  /** Since when tasks of each color are well or not. */
  places: z.strictObject({ blue: placesSchema, green: placesSchema }),
  replicas: replicasSeenSchema.nullable(),
  standstill: standstillSchema.nullable(),
});

export type Watch = Omit<z.infer<typeof watchSchema>, "format">;

export interface ReadWatch {
  watch: Watch | null;
  etag: string | null;
}

export interface WatchStore {
  /** Null where nobody has watched, and where it is nothing that this version reads: then all begins anew, which harms nobody. */
  read(service: string): Promise<ReadWatch>;
  /** Kept on condition that nobody else has looked since: who was faster has seen the same. */
  put(service: string, watch: Watch, before: ReadWatch): Promise<void>;
}

export function watchStore(bucket: Bucket): WatchStore {
  const keyOf = (service: string) => `watch/${service}.json`;
  return {
    async read(service) {
      const stored = await bucket.read(keyOf(service));
      if (stored === null) return { watch: null, etag: null };
      return { watch: parse(stored.text), etag: stored.etag };
    },
    async put(service, watch, { etag }) {
      await bucket.put(keyOf(service), JSON.stringify({ format: 1, ...watch }), etag);
    },
  };
}

function parse(text: string): Watch | null {
  try {
    const { format: _, ...watch } = watchSchema.parse(JSON.parse(text));
    return watch;
  } catch {
    return null;
  }
}
