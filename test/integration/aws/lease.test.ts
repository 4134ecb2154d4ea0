import { beforeEach, expect, it } from "vitest";
import { BusyError, LockedError } from "../../../model/errors.ts";
import type { Bucket } from "../../../platforms/aws/store/bucket.ts";
import { leaseTurn, overtakeLease } from "../../../platforms/aws/store/lease-turn.ts";
import { holdLease } from "../../../platforms/aws/store/lease.ts";
import { createBucket } from "../../support/aws/bucket.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const JANE = { by: "jane@laptop", command: "tidegate up -s prod" };
const BOB = { by: "bob@laptop", command: "tidegate release shop" };
/** A holder who gives signs of life, and whoever waits a minute for one. */
const LIVELY = { beatMs: 50, aliveMs: 60_000 };
/** A holder who gives none that anybody waits for. */
const DEAD = { beatMs: 3_600_000, aliveMs: 100 };
const IMPATIENT = { beatMs: 50, aliveMs: 100 };

const aws = useAws();
let bucket: Bucket;
beforeEach(async () => {
  ({ bucket } = await createBucket(aws().clients));
});

it("is held by one alone, and by the next once it is given back", async () => {
  const lease = await holdLease(bucket, JANE, LIVELY);
  await expect(holdLease(bucket, BOB, LIVELY)).rejects.toThrow(
    /^aws: jane@laptop has held this environment since .*, with `tidegate up -s prod`\. Wait until/,
  );
  await expect(holdLease(bucket, BOB, LIVELY)).rejects.toBeInstanceOf(LockedError);
  await lease.release();
  const next = await holdLease(bucket, BOB, LIVELY);
  expect([lease.token, next.token]).toEqual([1, 2]);
  await next.release();
});

it("goes to one of two who take it at once", async () => {
  const ends = await Promise.allSettled([holdLease(bucket, JANE, LIVELY), holdLease(bucket, BOB, LIVELY)]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  for (const end of ends) if (end.status === "fulfilled") await end.value.release();
});

it("is taken from a holder who gives no sign of life", async () => {
  const dead = await holdLease(bucket, JANE, DEAD);
  const next = await holdLease(bucket, BOB, IMPATIENT);
  expect(next.token).toBe(dead.token + 1);
  await dead.release(); // takes nothing from whoever has it now
  await expect(holdLease(bucket, JANE, LIVELY)).rejects.toThrow(/bob@laptop has held/);
  await next.release();
});

it("tells a holder that somebody else has taken it over", async () => {
  const lease = await holdLease(bucket, JANE, LIVELY);
  const other = { token: 9, ...BOB, since: 1, beat: 0 };
  let taken: string | null = null;
  while (taken === null) {
    const now = await bucket.read("lease.json");
    taken = await bucket.put("lease.json", JSON.stringify(other), now?.etag ?? null);
  }
  expect(await lease.lost).toBe(
    "bob@laptop has taken this environment over since this run began, with `tidegate release shop`",
  );
});

it("outlives signs of life that do not come through", async () => {
  const lease = await holdLease(bucket, JANE, LIVELY);
  aws().proxy.trouble("s3:PutObject", { status: 503, code: "SlowDown" }, 3);
  await expect(holdLease(bucket, BOB, LIVELY)).rejects.toBeInstanceOf(LockedError);
  await lease.release();
  await (await holdLease(bucket, BOB, LIVELY)).release();
});

it("lets its holder write, and nobody without it while it is held", async () => {
  const turn = leaseTurn(bucket, LIVELY);
  await turn(null); // nobody has ever held it
  const lease = await holdLease(bucket, JANE, LIVELY);
  await turn(lease.token);
  await expect(turn(null)).rejects.toThrow(/jane@laptop has held/);
  await lease.release();
  await turn(null);
});

it("lets others write once its holder is dead, who is waited for once", async () => {
  const dead = await holdLease(bucket, JANE, DEAD);
  const turn = leaseTurn(bucket, IMPATIENT);
  await turn(null);
  const before = aws().proxy.asked.length;
  await turn(null);
  expect(aws().proxy.asked.slice(before)).toHaveLength(1);
  await dead.release();
});

it("is lost to a rollback, which waits for nobody and holds nothing", async () => {
  const lease = await holdLease(bucket, JANE, LIVELY);
  await overtakeLease(bucket, { by: "bob@laptop", command: "tidegate rollback shop" });
  expect(await lease.lost).toContain("bob@laptop has taken this environment over since this run began");
  const turn = leaseTurn(bucket, LIVELY);
  await expect(turn(lease.token)).rejects.toBeInstanceOf(BusyError);
  await turn(null);
  await (await holdLease(bucket, BOB, LIVELY)).release();
});

it("cannot be lost where nobody has ever held it", async () => {
  await overtakeLease(bucket, BOB);
  expect(await bucket.read("lease.json")).toBeNull();
});
