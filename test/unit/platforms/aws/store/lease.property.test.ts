import fc from "fast-check";
import { expect, it } from "vitest";
import type { Lease } from "../../../../../edge/lease.ts";
import { BusyError } from "../../../../../model/errors.ts";
import type { Bucket, StoredText } from "../../../../../platforms/aws/store/bucket.ts";
import { leaseTurn, overtakeLease } from "../../../../../platforms/aws/store/lease-turn.ts";
import { holdLease } from "../../../../../platforms/aws/store/lease.ts";

const JANE = { by: "jane@laptop", command: "tidegate up" };
/** A holder's sign of life comes after the test, and whoever looks takes a holder for dead at once. */
const AT_ONCE = { beatMs: 3_600_000, aliveMs: -1 };

/** What whoever has held a lease, the one of that number in order, may do. */
const step = fc.oneof(
  fc.record({ does: fc.constantFrom("take", "overtake") }),
  fc.record({ does: fc.constantFrom("give back", "write"), holder: fc.nat(7) }),
);

it("lets a stale token write nothing, whoever took, overtook or gave back the lease before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const bucket = memoryBucket();
      const turn = leaseTurn(bucket, AT_ONCE);
      const leases: Lease[] = [];
      /** Of the token that may write; 0 where nobody's may. */
      let newest = 0;
      for (const step of steps) {
        const lease = "holder" in step ? leases[step.holder] : undefined;
        const before = bucket.texts();
        if (step.does === "take") {
          const taken = await holdLease(bucket, JANE, AT_ONCE);
          expect(leases.map(({ token }) => token).filter((token) => token >= taken.token)).toEqual([]);
          leases.push(taken);
          newest = taken.token;
        } else if (step.does === "overtake") {
          await overtakeLease(bucket, JANE);
          newest = 0;
        } else if (lease === undefined) {
          continue;
        } else if (step.does === "write" && lease.token === newest) {
          await turn(lease.token);
        } else if (step.does === "write") {
          await expect(turn(lease.token)).rejects.toBeInstanceOf(BusyError);
        } else {
          await lease.release();
          if (lease.token !== newest) expect(bucket.texts()).toEqual(before);
        }
      }
      for (const lease of leases) await lease.release();
    }),
    { numRuns: 500 },
  );
});

/** Texts in memory, with a tag that grows with every write of one. */
function memoryBucket(): Bucket & { texts: () => string[] } {
  const stored = new Map<string, StoredText>();
  return {
    texts: () => [...stored.values()].map(({ text, etag }) => `${etag} ${text}`),
    read: (key) => Promise.resolve(stored.get(key) ?? null),
    list: (prefix) => Promise.resolve([...stored.keys()].filter((key) => key.startsWith(prefix)).toSorted()),
    put(key, text, expected) {
      const etag = stored.get(key)?.etag ?? null;
      if (etag !== expected) return Promise.resolve(null);
      const next = String(Number(etag ?? 0) + 1);
      stored.set(key, { text, etag: next, writtenAt: 0 });
      return Promise.resolve(next);
    },
  };
}
