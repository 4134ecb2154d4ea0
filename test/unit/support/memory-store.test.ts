import { describe } from "vitest";
import { MemoryStore } from "../../support/ledger/memory-store.ts";
import { itIsALedgerStore } from "../../support/ledger/store-contract.ts";

describe("the ledger in memory that tests use", () => {
  const store = new MemoryStore();
  itIsALedgerStore(() => ({
    store,
    replace: async (text) => {
      store.text = text;
    },
  }));
});
