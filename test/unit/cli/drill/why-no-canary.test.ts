import { describe, expect, it } from "vitest";
import { whyNoVerdict } from "../../../../cli/drill/why-no-canary.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { guardSchema, type GuardInput } from "../../../../model/guard.ts";

const why = (guard: GuardInput, sticky = "cookie") =>
  whyNoVerdict({ guard: guardSchema.parse(guard), canary: canarySchema.parse({ steps: "5% 10m, 100%", sticky }) }, [
    "p95",
    "p99",
  ]);

describe("a release that nobody would take back", () => {
  it("is one without a guard, or without a rule that could find it bad", () => {
    expect(whyNoVerdict(null, ["errors"])).toBe("it has no guard: nobody would take it back by errors");
    expect(why({})).toBe(
      "its guard judges only errors, failedChecks, flapping: nobody would take it back by p95 or p99",
    );
    expect(why({ errors: null, p95: null, flapping: null })).toBe(
      "its guard judges only failedChecks: nobody would take it back by p95 or p99",
    );
  });

  it("is one whose share the load of a drill may never meet", () => {
    expect(why({ p95: {} }, "source")).toBe(
      "its clients are known by their address, and those of a drill have all the same",
    );
  });

  it("is no other", () => {
    expect(why({ p95: {} })).toBeUndefined();
    expect(why({ p99: {} }, "header X-User")).toBeUndefined();
    expect(whyNoVerdict({ guard: guardSchema.parse({}) }, ["errors"])).toBeUndefined();
  });
});
