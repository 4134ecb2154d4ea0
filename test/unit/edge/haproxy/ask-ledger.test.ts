import { expect, test } from "vitest";
import { askLedger } from "../../../../edge/haproxy/ask-ledger.ts";

const answering = (exitCode: number, ...lines: string[]) => ({ ask: () => Promise.resolve({ exitCode, lines }) });

test("reads how it stands with the ledger, and how old its last entry is", async () => {
  const told = { head: { number: 3, hash: "h", waits: false }, broken: null, hasRoom: true, at: 17 };
  expect(await askLedger(answering(0, JSON.stringify(told)))).toEqual(told);
});

test("knows nothing where the edge does not tell", async () => {
  expect(await askLedger(answering(64))).toBeNull();
  await expect(askLedger(answering(1))).rejects.toThrow("the edge does not tell of its ledger: 1");
});
