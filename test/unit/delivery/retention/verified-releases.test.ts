import { describe, expect, it } from "vitest";
import { splitLedger } from "../../../../delivery/ledger/ledger-text.ts";
import { verifiedReleases } from "../../../../delivery/retention/verified-releases.ts";
import { change, refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";

const [V1, V2, V3] = [side("blue", sealed("1")), side("green", sealed("2")), side("blue", sealed("3"))];

/** Two releases that proved themselves. */
function served(): MemoryStore {
  const store = new MemoryStore();
  store.write(switchTo(V1));
  store.write(verified("1", 1));
  store.write(switchTo(V2, { generation: 2, from: V1 }));
  store.write(verified("2", 2));
  return store;
}

const read = ({ text }: MemoryStore) => verifiedReleases(splitLedger(text), "prod");
const ofShop = (store: MemoryStore) => read(store).verified.get("shop");

describe("verifiedReleases", () => {
  it("has what proved itself, the last first, and again what did so again", () => {
    const store = served();
    store.write(switchTo(V1, { purpose: "rollback", generation: 3, from: V2 }));
    store.write(verified("1", 3));
    expect(ofShop(store)).toEqual([V1.image, V2.image, V1.image]);
  });

  it("has nothing that was refused, fell back, or has not proved itself yet", () => {
    const store = served();
    store.write(refused(V3, { generation: 3 }));
    store.write(switchTo(V3, { generation: 3, from: V2 }));
    store.write(switchTo(V2, { purpose: "fallback", generation: 4, from: V3 }));
    store.write(switchTo(V1, { generation: 5, from: V2 }));
    expect(ofShop(store)).toEqual([V2.image, V1.image]);
  });

  it("has each service by itself", () => {
    const store = served();
    store.write(switchTo(V3, { service: "blog" }));
    store.write({ kind: "verified", service: "blog", generation: 1, version: "3", switchMs: 1 });
    expect([...read(store).verified.keys()].toSorted()).toEqual(["blog", "shop"]);
    expect(read(store).verified.get("blog")).toEqual([V3.image]);
  });

  it("has nothing that a drill has moved", () => {
    const store = served();
    const drilled = change({ reason: "drill: errors", drill: "errors" });
    store.write(switchTo(V3, { generation: 3, from: V2, change: drilled }));
    store.write(verified("3", 3));
    expect(ofShop(store)).toEqual([V2.image, V1.image]);
  });

  it("has nothing of a ledger that is not what was written, and says from where on", () => {
    const store = served();
    store.text = store.text.replace('"switchMs":12', '"switchMs":13');
    expect(read(store)).toEqual({
      verified: new Map(),
      unread: ["the ledger of prod cannot be proved from entry 2 on"],
    });
  });

  it("has what stands before a line that was not written to its end", () => {
    const store = served();
    store.text += '{"number":5';
    expect(read(store).unread).toEqual([]);
    expect(ofShop(store)).toEqual([V2.image, V1.image]);
  });

  it("has nothing where there is no ledger", () => {
    expect(read(new MemoryStore())).toEqual({ verified: new Map(), unread: [] });
  });
});
