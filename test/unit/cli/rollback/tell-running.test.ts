import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tellRunning } from "../../../../cli/rollback/tell-running.ts";
import type { ReadBack } from "../../../../delivery/read-back.ts";
import { InputError } from "../../../../model/errors.ts";
import { sealed } from "../../../support/ledger/entries.ts";

const WAY = { service: "shop", target: { to: "blue", sealed: sealed("1.4.1") } } as const;

let said: string[];
let warned: string[];

beforeEach(() => {
  [said, warned] = [[], []];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => warned.push(String(text)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const tell = (found: () => Promise<ReadBack | null>) =>
  tellRunning({ readBack: found }, WAY, (line) => void said.push(line));

describe("tellRunning", () => {
  it("says which build serves", async () => {
    expect(await tell(async () => ({ digest: "sha256:aa", strays: [] }))).toEqual({ digest: "sha256:aa", strays: [] });
    expect([said, warned]).toEqual([["shop: blue runs sha256:aa"], []]);
  });

  it("warns of a replica that runs another build", async () => {
    await tell(async () => ({ digest: null, strays: [{ replica: "p-prod-shop-blue-1", digest: "sha256:cc" }] }));
    expect(said).toEqual(["shop: which build blue runs cannot be told by one digest"]);
    expect(warned).toEqual([
      "warning: shop: p-prod-shop-blue-1 runs sha256:cc, which is not what version 1.4.1 was sealed with. Somebody has replaced it by " +
        "hand: `docker rm -f` it, then run `tidegate up`.\n",
    ]);
  });

  it("says nothing where nobody is asked", async () => {
    expect(await tell(async () => null)).toBeNull();
    expect([said, warned]).toEqual([[], []]);
  });

  it("lets the rollback go on where the host cannot be asked any more, and hides no bug", async () => {
    expect(await tell(() => Promise.reject(new InputError("host: gone")))).toBeNull();
    expect(warned).toEqual(["warning: shop: which build blue runs was not read back: host: gone\n"]);
    await expect(tell(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
  });
});
