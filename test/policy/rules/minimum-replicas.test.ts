import { describe, expect, it } from "vitest";
import { minimumReplicas } from "../../../policy/rules/minimum-replicas.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_NUMBER } from "../judge.ts";

describe("minimum-replicas", () => {
  it.each([
    ["dev", 1],
    ["stg", 2],
    ["prod", 2],
    ["prod", 100],
    ["any", 2],
    ["prod", UNKNOWN_NUMBER],
  ])("accepts in %s replicas: %s", async (stack, replicas) => {
    expect(await judge(minimumReplicas, service({ replicas }), { stack })).toEqual([]);
  });

  it.each([
    ["dev", 0, "replicas: must be at least 1 in dev, got 0. Raise `replicas`."],
    ["stg", 1, "replicas: must be at least 2 in stg, got 1. Raise `replicas`."],
    ["prod", 1, "replicas: must be at least 2 in prod, got 1. Raise `replicas`."],
    ["any", 1, "replicas: must be at least 2 in prod, got 1. Raise `replicas`."],
    ["prod", "3", 'replicas: must be at least 2 in prod, got "3". Raise `replicas`.'],
    ["prod", undefined, "replicas: must be at least 2 in prod, got nothing. Raise `replicas`."],
  ])("refuses in %s replicas: %s", async (stack, replicas, violation) => {
    expect(await judge(minimumReplicas, service({ replicas }), { stack })).toEqual([violation]);
  });

  it("does not apply to an edge", async () => {
    expect(await judge(minimumReplicas, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
