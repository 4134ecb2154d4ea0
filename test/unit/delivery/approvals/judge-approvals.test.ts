import { describe, expect, it } from "vitest";
import { judgeApprovals, type ApprovalCase } from "../../../../delivery/approvals/judge-approvals.ts";
import { approvalsSchema } from "../../../../model/gates/approvals.ts";
import { approvalCase, BY_BOB, BY_EVE, BY_JANE, DIGEST, NOW, release, request, signed } from "./cases.ts";

const judge = (change: Partial<ApprovalCase> = {}) => judgeApprovals(approvalCase(change));
const MAJOR = { ticket: "OPS-7", impact: "none", rollbackPlan: "flip back" };

describe("approvals", () => {
  it("let a release through that another person than the requester has approved", () => {
    expect(judge()).toEqual({
      ...{ isApproved: true, needed: 1, refused: [], problems: [] },
      approvers: [{ names: ["bob"], key: "SHA256:bob" }],
    });
  });

  it.each([
    ["minor", [], true],
    ["normal", [], false],
    ["normal", [BY_EVE], true],
    ["major", [BY_BOB], false],
    ["major", [BY_BOB, BY_EVE], true],
  ] as const)("of class %s are as many as it needs: %#", (name, approvals, isApproved) => {
    expect(judge({ request: request({ class: name, ...MAJOR }), approvals }).isApproved).toBe(isApproved);
  });

  it("are as many as the stack wants", () => {
    const rules = approvalsSchema.parse({ classes: { minor: { approvals: 3 } } });
    const state = judge({ rules, request: request({ class: "minor" }), approvals: [BY_BOB, BY_EVE] });
    expect(state).toMatchObject({ isApproved: false, needed: 3 });
  });

  it.each([
    ["their name", signed("approved-x.sig", ["jane"], "SHA256:other")],
    ["their key", signed("approved-x.sig", ["bob"], "SHA256:jane")],
    ["one of their names", signed("approved-x.sig", ["bob", "jane"], "SHA256:other")],
  ])("do not count from the requester, known by %s", (_, approval) => {
    expect(judge({ approvals: [approval] })).toMatchObject({
      ...{ isApproved: false, approvers: [], problems: [] },
      refused: [{ file: "approved-x.sig", why: "is by jane, who asked, and so is no approval" }],
    });
  });

  it("count once for a person, whatever number of keys and names they have", () => {
    const two = (a: readonly string[], b: readonly string[], keys = ["SHA256:1", "SHA256:2"]) =>
      judge({ approvals: [signed("a.sig", a, keys[0] ?? ""), signed("b.sig", b, keys[1] ?? "")] }).approvers.length;
    expect(two(["bob"], ["bob"])).toBe(1);
    expect(two(["bob"], ["eve"], ["SHA256:1", "SHA256:1"])).toBe(1);
    expect(two(["bob"], ["eve"])).toBe(2);
  });

  it("count once where a third signature is what joins two persons, also with the requester", () => {
    const [a, b] = [signed("a.sig", ["bob"], "SHA256:1"), signed("b.sig", ["eve"], "SHA256:2")];
    expect(judge({ approvals: [a, b, signed("c.sig", ["bob"], "SHA256:2")] }).approvers).toHaveLength(1);
    const state = judge({ approvals: [a, b, signed("c.sig", ["bob", "eve"], "SHA256:jane")] });
    expect(state.approvers).toEqual([]);
    expect(state.refused.map(({ file }) => file)).toEqual(["a.sig", "b.sig", "c.sig"]);
  });

  it("say why a signature is nobody's", () => {
    const broken = { file: "approved-x.sig", problem: "is not over this very request" };
    const state = judge({ approvals: [broken, BY_BOB] });
    expect(state.refused).toEqual([{ file: "approved-x.sig", why: "is not over this very request" }]);
    expect(state.isApproved).toBe(true);
  });

  it("hold for the digest that was asked for", () => {
    const image = `registry.test/shop:2.0.0@sha256:${"b".repeat(64)}`;
    const state = judge({ declared: { ...approvalCase().declared, release: release({ image }) } });
    expect(state.isApproved).toBe(false);
    expect(state.problems).toEqual([
      `was for something else than is declared: image "registry.test/shop:2.0.0@${DIGEST}" → "${image}"`,
    ]);
  });

  it("hold for the settings that were asked for, and name each that differs", () => {
    const now = release({ limits: { memory: "1GiB" }, environment: { LOG: "x\u001b[2J" }, command: ["a"] });
    const { problems } = judge({ declared: { ...approvalCase().declared, release: now } });
    expect(problems.map((each) => each.replace(/^.*declared: /, ""))).toEqual([
      'command (none) → ["a"]',
      'environment.LOG (none) → "x\\u001b[2J"',
      'limits.memory "256MiB" → "1GiB"',
    ]);
  });

  it.each(["project", "stack", "service"] as const)("hold for one %s", (key) => {
    const { problems, isApproved } = judge({ declared: { ...approvalCase().declared, [key]: "other" } });
    expect(isApproved).toBe(false);
    expect(problems).toEqual([
      `was for something else than is declared: ${key} "${approvalCase().declared[key]}" → "other"`,
    ]);
  });

  const at = (ms: number) => new Date(NOW + ms).toISOString();
  it.each([
    ["until it expires", { expiresAt: at(1) }, []],
    ["not from then on", { expiresAt: at(0) }, [`has expired, at ${at(0)}`]],
    ["with clocks a little apart", { requestedAt: at(300_000), expiresAt: at(600_000) }, []],
    [
      "not before it was made",
      { requestedAt: at(300_001), expiresAt: at(600_000) },
      [`was made at ${at(300_001)}, which is still to come`],
    ],
    [
      "not for longer than the stack allows",
      { requestedAt: at(-3_600_000), expiresAt: at(24 * 3_600_000) },
      ["holds for 25h, where 24h is the most"],
    ],
  ])("hold %s", (_, change, problems) => {
    expect(judge({ request: request(change) })).toMatchObject({ problems, isApproved: problems.length === 0 });
  });

  it.each([
    ["missing", null, "has no signature of jane, who asked"],
    [
      "wrong",
      { file: "request.sig", problem: "is not over this very request" },
      "is not signed as it must be: its signature is not over this very request",
    ],
    ["somebody else's", signed("request.sig", ["eve"], "SHA256:eve"), "names jane, but is signed by eve"],
  ])("need the requester's signature: %s", (_, requested, problem) => {
    expect(judge({ requested })).toMatchObject({ isApproved: false, problems: [problem] });
  });

  it("need a digest: a tag can be moved after they are given", () => {
    const tagged = release({ image: "registry.test/shop:2.0.0" });
    const state = judge({
      request: request({ release: tagged }),
      declared: { ...approvalCase().declared, release: tagged },
    });
    expect(state).toMatchObject({
      isApproved: false,
      problems: ["names the image by its tag alone, which may be moved: registry.test/shop:2.0.0"],
    });
  });

  it("need the fields of their class", () => {
    const major = request({ class: "major", ticket: "OPS-7" });
    expect(judge({ request: major, approvals: [BY_BOB, BY_EVE] })).toMatchObject({
      isApproved: false,
      problems: [
        "says nothing of impact, which class major needs",
        "says nothing of rollbackPlan, which class major needs",
      ],
    });
  });

  it("count from nobody twice: not from the requester's own request", () => {
    expect(judge({ approvals: [{ ...BY_JANE, file: "approved-jane.sig" }] }).isApproved).toBe(false);
  });
});
