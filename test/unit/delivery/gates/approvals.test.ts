import { describe, expect, it } from "vitest";
import { judgeFound } from "../../../../delivery/gates/approvals.ts";
import { readChange } from "../../../../model/change.ts";
import { approvalsSchema } from "../../../../model/gates/approvals.ts";
import { approvalCase, BY_BOB, NOW, release } from "../approvals/cases.ts";

const RULES = approvalsSchema.parse({});
const REQUEST = {
  id: { project: "shop", stack: "prod" },
  service: "shop",
  release: release(),
  change: readChange({}, "jane@laptop"),
};
const { request, requested } = approvalCase();
const found = { request, requested, approvals: [BY_BOB] };

describe("the gate of approvals", () => {
  it("lets through what others have approved", () => {
    const seen = "1 of 1 for class normal, asked by jane: bob (SHA256:bob)";
    expect(judgeFound(RULES, { found, now: NOW }, REQUEST)).toEqual({ verdict: "pass", seen });
  });

  it("is closed where nobody has asked", () => {
    expect(judgeFound(RULES, { found: null, now: NOW }, REQUEST)).toEqual({
      ...{ verdict: "fail", seen: "nobody has asked for it", remedy: "`tidegate request shop -s prod`" },
    });
  });

  it("is closed while an approval is missing, and says which does not count", () => {
    const approvals = [{ file: "approved-eve.sig", problem: "is by a key that is not among the signers: SHA256:eve" }];
    expect(judgeFound(RULES, { found: { ...found, approvals }, now: NOW }, REQUEST)).toEqual({
      verdict: "fail",
      seen: "0 of 1 for class normal, asked by jane; approved-eve.sig is by a key that is not among the signers: SHA256:eve",
      remedy: "Have somebody else than jane approve it: `tidegate approve shop -s prod`",
    });
  });

  it("is closed to a change that says another class than was approved", () => {
    const of = (name: string) => ({ ...REQUEST, change: readChange({ TIDEGATE_CHANGE_CLASS: name }, "jane@laptop") });
    expect(judgeFound(RULES, { found, now: NOW }, of("normal")).verdict).toBe("pass");
    expect(judgeFound(RULES, { found, now: NOW }, of("major"))).toEqual({
      verdict: "fail",
      seen: "1 of 1 for class normal, asked by jane: bob (SHA256:bob); the request is of another class than this change, major",
      remedy: "Ask anew: `tidegate request shop -s prod`",
    });
  });

  it("is closed where the request has expired", () => {
    expect(judgeFound(RULES, { found, now: NOW + 48 * 3_600_000 }, REQUEST)).toEqual({
      verdict: "fail",
      seen: "1 of 1 for class normal, asked by jane: bob (SHA256:bob); the request has expired, at 2026-12-01T11:00:00Z",
      remedy: "Ask anew: `tidegate request shop -s prod`",
    });
  });
});
