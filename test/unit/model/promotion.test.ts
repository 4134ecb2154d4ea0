import { describe, expect, it } from "vitest";
import { configDifferences, DIFFER_BY_NATURE } from "../../../model/promotion.ts";

const BEFORE = {
  "tidegate:tier": "stg",
  "tidegate:services": { shop: { drain: "1s", release: { port: 3000, user: "1:1" } } },
};

describe("what two stack files have otherwise", () => {
  it("is told by key, sorted, with its kind", () => {
    const after = { "tidegate:services": { shop: { drain: "1s", release: { port: 3001, writable: [] } } } };
    expect(configDifferences(BEFORE, after, [])).toEqual([
      { key: "tidegate:services.shop.release.port", kind: "changed" },
      { key: "tidegate:services.shop.release.user", kind: "missing" },
      { key: "tidegate:services.shop.release.writable", kind: "added" },
      { key: "tidegate:tier", kind: "missing" },
    ]);
  });

  it("is nothing where it is what differs by its nature: gates, too", () => {
    const shop = { ...BEFORE["tidegate:services"].shop, drain: "30s", gates: { window: null } };
    const after = { "tidegate:tier": "prod", "tidegate:gates": { window: {} }, "tidegate:services": { shop } };
    expect(configDifferences(BEFORE, after, DIFFER_BY_NATURE)).toEqual([]);
  });

  it("is nothing between two ciphertexts", () => {
    expect(configDifferences({ "app:key": { secure: "v1:a" } }, { "app:key": { secure: "v1:b" } }, [])).toEqual([]);
  });
});
