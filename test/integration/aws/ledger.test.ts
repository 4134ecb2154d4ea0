import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import type { Bucket } from "../../../platforms/aws/store/bucket.ts";
import { s3Ledger, type S3Ledger } from "../../../platforms/aws/store/ledger.ts";
import { createBucket } from "../../support/aws/bucket.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { refused, sealed, side, switchTo, verified } from "../../support/ledger/entries.ts";
import { itIsALedgerStore } from "../../support/ledger/store-contract.ts";

const TO = side("green", sealed("1.4.2"));
const aws = useAws();

describe("a ledger in S3", () => {
  let bucket: Bucket;
  let ledger: S3Ledger;
  beforeAll(async () => {
    ({ bucket } = await createBucket(aws().clients));
    ledger = s3Ledger(bucket);
  });

  itIsALedgerStore(() => ({
    store: ledger,
    async replace(text) {
      const key = "ledger/000001.jsonl";
      await bucket.put(key, text, (await bucket.read(key))?.etag ?? null);
    },
  }));
});

describe("writers of one ledger in S3", () => {
  let bucket: Bucket;
  beforeEach(async () => {
    ({ bucket } = await createBucket(aws().clients));
  });
  const proved = async () => {
    const { lines, breaks, head } = verifyChain(await s3Ledger(bucket).read());
    expect(breaks).toEqual([]);
    return { count: lines.length, head };
  };

  it("lose none of their entries when they write at once", async () => {
    const writers = Array.from({ length: 4 }, () => s3Ledger(bucket));
    await Promise.all(writers.map((writer, index) => writer.append(refused(TO, { problem: `no ${index}` }))));
    expect(await proved()).toMatchObject({ count: 4, head: { number: 4 } });
  });

  it("go on with another text once one is long", async () => {
    const long = s3Ledger(bucket);
    for (let count = 0; count < 4; count += 1) await long.append(refused(TO, { problem: "x".repeat(150_000) }));
    expect(await bucket.list("ledger/")).toEqual(["ledger/000001.jsonl", "ledger/000002.jsonl"]);
    expect(await proved()).toMatchObject({ count: 4 });
    expect(await long.state()).toMatchObject({ head: { number: 4 }, broken: null });
  });

  it("write an entry once whose answer was lost", async () => {
    aws().proxy.trouble("s3:PutObject", "lost answer", 1);
    const head = await s3Ledger(bucket).append(refused(TO));
    expect(head).toMatchObject({ number: 1 });
    expect(await proved()).toMatchObject({ count: 1 });
  });

  it("know an entry that no answer came for at all", async () => {
    aws().proxy.trouble("s3:PutObject", "lost answer");
    await s3Ledger(bucket).append(refused(TO));
    aws().proxy.clear();
    expect(await proved()).toMatchObject({ count: 1 });
  });

  it("say so where nothing was written", async () => {
    aws().proxy.trouble("s3:PutObject", { status: 503, code: "SlowDown" });
    await expect(s3Ledger(bucket).append(refused(TO))).rejects.toThrow(/^AWS: `s3:PutObject` on .* was throttled/);
    aws().proxy.clear();
    expect(await proved()).toMatchObject({ count: 0 });
  });

  it("tell a switch once, and its end once", async () => {
    const ledger = s3Ledger(bucket);
    const facts = switchTo(TO, { generation: 5 });
    const told = await ledger.tell(facts);
    expect(await s3Ledger(bucket).tell(facts)).toEqual(told);
    expect(await ledger.isOpen("shop", 5)).toBe(true);
    expect(await ledger.append(verified("1.4.2", 5))).toMatchObject({ number: 2 });
    expect(await ledger.append(verified("1.4.2", 5))).toBeNull();
    expect(await ledger.isOpen("shop", 5)).toBe(false);
    expect(await s3Ledger(bucket).tell(facts)).toMatchObject({ number: 2 });
    expect(await proved()).toMatchObject({ count: 2 });
  });

  it("see that what was written last is not what stands there", async () => {
    const ledger = s3Ledger(bucket);
    for (const problem of ["a", "b"]) await ledger.append(refused(TO, { problem }));
    const key = "ledger/000001.jsonl";
    const there = await bucket.read(key);
    await bucket.put(key, there?.text.replace('"a"', '"A"') ?? "", there?.etag ?? null);
    expect((await ledger.state()).broken).toMatchObject({
      entry: 1,
      text: expect.stringContaining("entry 2") as string,
    });
  });
});
