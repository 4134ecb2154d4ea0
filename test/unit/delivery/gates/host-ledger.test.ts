import { expect, it } from "vitest";
import { readHostLedger } from "../../../../delivery/gates/host-ledger.ts";

it("says what to do where the ledger of another stack lies in a bucket", async () => {
  const read = readHostLedger({ project: "shop", stack: "stg" }, { "tidegate:platform": "aws" });
  await expect(read).rejects.toThrow("the ledger of stg lies in a bucket on AWS; `ledger` names an export");
});
