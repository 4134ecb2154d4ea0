import { expect, it } from "vitest";
import { readLines } from "../../../delivery/ledger/ledger-text.ts";
import type { LedgerStore } from "../../../delivery/ledger/store.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { NO_ENTRY } from "../../../model/ledger.ts";
import { accepted, change, refused, sealed, side, verified } from "./entries.ts";

/** A store that a test may damage, as nobody should. */
export interface StoreUnderTest {
  store: LedgerStore;
  /** Puts a text in the place of all that is written. */
  replace: (text: string) => Promise<void>;
}

const TO = side("green", sealed("1.4.2"));

/** What every store must do. The tests go on with one store, which is empty at first. */
export function itIsALedgerStore(open: () => StoreUnderTest): void {
  const problems = async () => verifyChain(await open().store.read()).breaks.map(({ kind }) => kind);

  it("is empty before anything is written", async () => {
    expect(await open().store.read()).toEqual({ lines: [], torn: null });
    expect(await open().store.head()).toBeNull();
  });

  it("links every entry to the one before, and tells the head", async () => {
    const { store } = open();
    const heads = [
      await store.append(refused(TO, { problem: 'it says "no" – <&>\n' })),
      await store.append({ kind: "hold-cleared", service: "shop", version: "1.4.2", change: change() }),
    ];
    const read = await store.read();
    const lines = readLines(read.lines);
    expect(lines.map(({ entry }) => entry?.kind)).toEqual(["refused", "hold-cleared"]);
    expect(lines[0]).toMatchObject({
      links: { number: 1, previous: NO_ENTRY },
      entry: { problem: 'it says "no" – <&>\n' },
    });
    expect(heads).toMatchObject(lines.map(({ links, hash }) => ({ number: links?.number, hash })));
    expect(await store.head()).toEqual({ number: 2, hash: lines[1]?.hash });
    expect(verifyChain(read).breaks).toEqual([]);
  });

  it("writes of no switch that it has proved itself", async () => {
    expect(await open().store.append(verified("1.4.2", 7))).toBeNull();
    expect(await open().store.head()).toMatchObject({ number: 2 });
  });

  it("keeps what stands in a torn last line, in an entry before the next one", async () => {
    const { store, replace } = open();
    await replace(`${textOf((await store.read()).lines)}{"number":3,"prev`);
    expect(await store.read()).toMatchObject({ torn: '{"number":3,"prev' });
    await store.append(refused(TO));
    const { lines, torn } = await store.read();
    expect(torn).toBeNull();
    expect(readLines(lines).map(({ entry }) => entry)).toMatchObject([
      ...[{ kind: "refused" }, { kind: "hold-cleared" }],
      ...[
        { kind: "repaired", torn: '{"number":3,"prev' },
        { kind: "refused", number: 4 },
      ],
    ]);
    expect(await problems()).toEqual([]);
  });

  it.each([
    ["a changed entry", (lines: string[]) => lines.with(1, (lines[1] ?? "").replace('"b"', '"B"'))],
    ["a missing entry", (lines: string[]) => lines.toSpliced(1, 1)],
    ["a repeated entry", (lines: string[]) => lines.toSpliced(1, 0, lines[1] ?? "")],
    ["entries in another order", (lines: string[]) => [lines[1] ?? "", lines[0] ?? "", ...lines.slice(2)]],
    ["a line that is no entry", (lines: string[]) => lines.with(-1, "nonsense")],
  ])("goes on behind %s, and a person's word heals it", async (_, damage) => {
    const { store, replace } = open();
    await replace("");
    for (const problem of ["a", "b", "c"]) await store.append(refused(TO, { problem }));
    await replace(textOf(damage([...(await store.read()).lines])));
    const [first] = verifyChain(await store.read()).breaks;
    expect(first).toBeDefined();
    await store.append(refused(TO));
    expect((await problems()).length).toBeGreaterThan(0);
    await store.append(accepted(first?.number ?? 0));
    await store.append(refused(TO));
    expect(await problems()).toEqual([]);
  });
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
