import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExcepted, renderExcepted } from "../../policy/excepted-message.ts";
import { Exceptions, type ExceptionScope } from "../../policy/exceptions.ts";
import { noLatestTag } from "../../policy/rules/no-latest-tag.ts";
import { exceptionSchema, settingsSchema, type PolicyException } from "../../policy/settings.ts";
import { parseAll } from "../../model/problems.ts";
import { judge } from "./judge.ts";

const exception: PolicyException = {
  rule: "no-latest-tag",
  resource: "shop-*",
  reason: "the supplier has no versions",
  owner: "ann",
  expires: "2026-11-21",
  ticket: "OPS-12",
};
const image = { type: "docker:index/remoteImage:RemoteImage", name: "shop-blue", props: { name: "shop:latest" } };
const RULES = new Set(["no-latest-tag", "keep-data"]);
const all = { judged: RULES, known: RULES };
const SCOPE: ExceptionScope = { stack: "prod", today: "2026-11-21" };
const shop = { urn: "urn:shop-blue", name: "shop-blue" };

describe("an exception", () => {
  it.each([
    ["its rule, resource and last day", exception, 0],
    ["every stack it names", { ...exception, stacks: ["dev", "prod"] }, 0],
    ["no other rule", { ...exception, rule: "image-digest" }, 1],
    ["no other resource", { ...exception, resource: "api-*" }, 1],
    ["no resource that only begins like it", { ...exception, resource: "shop" }, 1],
    ["no other stack", { ...exception, stacks: ["stg"] }, 1],
    ["an input that it names", { ...exception, input: "na*" }, 0],
    ["no other input", { ...exception, input: "image" }, 1],
    ["no longer than a year ahead", { ...exception, expires: "2027-11-22" }, 1],
    ["a year ahead", { ...exception, expires: "2027-11-21" }, 0],
    ["no day after its last", { ...exception, expires: "2026-11-20" }, 1],
  ])("holds for %s", async (_what, given, violations) => {
    expect(await judge(noLatestTag, image, { stack: "prod", exceptions: [given] })).toHaveLength(violations);
  });

  it("is told with every violation it lets pass, once", () => {
    const exceptions = new Exceptions([exception], SCOPE);
    expect(exceptions.filter("no-latest-tag", shop, ["name: a", "name: b"])).toEqual([]);
    expect(exceptions.take(shop.urn)).toEqual([
      { rule: "no-latest-tag", violation: "name: a", exception },
      { rule: "no-latest-tag", violation: "name: b", exception },
    ]);
    expect(exceptions.take(shop.urn)).toEqual([]);
  });
});

describe("the exceptions of a run", () => {
  const findings = (given: PolicyException, use: boolean, scope = SCOPE, rules = all) => {
    const exceptions = new Exceptions([given], scope);
    if (use) exceptions.filter(given.rule, shop, ["name: a"]);
    return exceptions.findings(rules);
  };

  it("are in order when each was needed, or is for another stack", () => {
    expect(findings(exception, true)).toEqual([]);
    expect(findings({ ...exception, stacks: ["stg"] }, true)).toEqual([]);
  });

  it("tell of one that expired, that nothing needed, and that names no rule", () => {
    expect(findings(exception, true, { ...SCOPE, today: "2026-11-22" })).toEqual([
      'exceptions.0.expires: the exception from no-latest-tag for "shop-*" expired on 2026-11-21 (OPS-12, ann). Keep the rule and remove it.',
    ]);
    expect(findings({ ...exception, expires: "2099-01-01" }, true)).toEqual([
      "exceptions.0.expires: must be at most a year ahead, got 2099-01-01 (OPS-12, ann). It does not hold until then.",
    ]);
    expect(findings(exception, false)).toEqual([
      'exceptions.0: the exception from no-latest-tag for "shop-*" is not needed in prod (OPS-12). Remove it, or limit it to the stacks that need it (`stacks: […]`).',
    ]);
    expect(findings({ ...exception, stacks: ["prod"] }, false)).toEqual([
      'exceptions.0: the exception from no-latest-tag for "shop-*" is not needed in prod (OPS-12). Remove it.',
    ]);
    expect(findings(exception, false, { ...SCOPE, brokeOff: true })).toEqual([]);
    expect(findings({ ...exception, rule: "no-lates-tag" }, false)).toEqual([
      'exceptions.0.rule: is no rule of this pack, got "no-lates-tag". Correct or remove it.',
    ]);
  });

  it("do not tell of one whose rule is judged elsewhere", () => {
    const judged = new Set(["no-latest-tag"]);
    expect(findings({ ...exception, rule: "keep-data" }, false, SCOPE, { judged, known: RULES })).toEqual([]);
  });
});

describe("the message of an excepted violation", () => {
  const word = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("Exception: ", "is excepted: ", "{"));
  const text = fc
    .array(word, { minLength: 1 })
    .map((words) => words.join("").trim())
    .filter((joined) => joined !== "");
  const anyException = fc.record({
    ...{ rule: fc.constant("no-latest-tag"), resource: text, reason: text, owner: text, ticket: text },
    expires: fc.constant("2027-03-31"),
  });

  it("is read again as it was written, with and without a description before it", () => {
    fc.assert(
      fc.property(anyException, text, (given, violation) => {
        const excepted = { rule: "no-latest-tag", violation, exception: exceptionSchema.parse(given) };
        expect(parseExcepted(renderExcepted(excepted))).toEqual(excepted);
        expect(parseExcepted(`A description.\n${renderExcepted(excepted)}`)).toEqual(excepted);
      }),
    );
  });

  it.each(["name: must not be", "no-latest-tag is excepted: name: a Exception: {", "Exception: {}"])(
    "is told from another one: %s",
    (message) => expect(parseExcepted(message)).toBeUndefined(),
  );
});

describe("tidegate-policy.yaml", () => {
  it("may say nothing", () => {
    expect(settingsSchema.parse({})).toMatchObject({ exceptions: [], promotion: { from: "stg", to: "prod" } });
  });

  it("wants the input named where a rule judges every one", () => {
    const wrong = { exceptions: [{ ...exception, rule: "no-plaintext-secret" }] };
    expect(() => parseAll(settingsSchema, wrong)).toThrow("exceptions.0.input: must be given");
    expect(
      settingsSchema.parse({ exceptions: [{ ...exception, rule: "no-plaintext-secret", input: "envs.A" }] }),
    ).toBeDefined();
  });

  it("tells every problem of an exception at once", () => {
    const { ticket: _ticket, ...incomplete } = exception;
    const wrong = { exceptions: [{ ...incomplete, expires: "next week", reason: " ", until: "never" }] };
    expect(() => parseAll(settingsSchema, wrong, { path: "tidegate-policy.yaml" })).toThrow(
      /expires: must be a date[^]*reason: must not be empty[^]*ticket: is missing[^]*until: is not a known key/,
    );
  });
});
