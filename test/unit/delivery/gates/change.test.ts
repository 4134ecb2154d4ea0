import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeGate, judgeChange } from "../../../../delivery/gates/change.ts";
import type { SeenChange } from "../../../../delivery/gates/probe-change.ts";
import { changeGateSchema } from "../../../../model/gates/change.ts";
import { gatesSchema } from "../../../../model/gates/gates.ts";
import { tryParse } from "../../../../model/problems.ts";
import { makeSshKey } from "../../../support/ssh-keys.ts";
import { idToken, ISSUER, JWKS, NOW } from "../identity/tokens.ts";
import { context, request } from "./request.ts";

const OIDC = { issuer: ISSUER, audience: "tidegate", subject: ["repo:acme/shop:*"], jwks: "keys.json" };
const KEY = { names: ["ci@example.com"] };
const NOBODY: SeenChange = { asked: null, key: null, token: null, now: NOW };

function judge(settings: object, seen: Partial<SeenChange> = {}, variables: Record<string, string> = {}) {
  return judgeChange(changeGateSchema.parse(settings), { ...NOBODY, ...seen }, request({}, variables));
}

describe("what is said of a change", () => {
  it("is as much as its class needs", () => {
    expect(judge({}, {}, { TIDEGATE_REASON: "faster basket" })).toEqual({
      ...{ verdict: "pass", seen: "class normal, and all that it needs is said" },
    });
    expect(judge({}, {}, { TIDEGATE_REASON: "new prices", TIDEGATE_CHANGE_CLASS: "major" })).toEqual({
      verdict: "fail",
      seen: "nothing is said of ticket, impact, rollbackPlan, which class major needs",
      remedy: "Say it with `--ticket`, `--impact`, `--rollback-plan`, or its TIDEGATE_ variable.",
    });
  });

  it("may have been said when approvals were asked for", () => {
    const asked = {
      class: "major" as const,
      reason: "new prices",
      ticket: "SHOP-7",
      impact: "a minute",
      rollbackPlan: null,
    };
    expect(judge({}, { asked })).toMatchObject({
      ...{ verdict: "fail", seen: "nothing is said of rollbackPlan, which class major needs" },
    });
    expect(judge({}, { asked }, { TIDEGATE_ROLLBACK_PLAN: "as always" }).verdict).toBe("pass");
    expect(judge({}, { asked: { unseen: "request.json: is not valid JSON." } }).verdict).toBe("inconclusive");
  });

  it("has a ticket of the tracker's form", () => {
    const settings = { ticket: String.raw`^SHOP-\d+$`, fields: { normal: [] } };
    expect(judge(settings).verdict).toBe("pass");
    expect(judge(settings, {}, { TIDEGATE_TICKET: "SHOP-7" }).verdict).toBe("pass");
    expect(judge(settings, {}, { TIDEGATE_TICKET: "later" })).toEqual({
      verdict: "fail",
      seen: String.raw`the ticket is "later", and must match ^SHOP-\d+$`,
      remedy: "Say it with `--ticket`, or its TIDEGATE_ variable.",
    });
  });
});

describe("who makes a change", () => {
  const settings = (pipeline: object) => ({ fields: { normal: [] }, pipeline });
  const key = (names: string[]) => ({ file: "TIDEGATE_PIPELINE_KEY", signer: { names, key: "SHA256:ci" } });
  const token = { text: idToken(), jwks: JWKS };

  it("is a pipeline by one proof of two", () => {
    const both = settings({ key: KEY, oidc: OIDC });
    expect(judge(both, { key: key(["ci@example.com"]) }).seen).toMatch(/; by the pipeline ci@example\.com$/);
    expect(judge(both, { token }).seen).toMatch(/; by the pipeline repo:acme\/shop:environment:prod$/);
  });

  it.each<[object, Partial<SeenChange>, string]>([
    [{ key: KEY }, {}, "TIDEGATE_PIPELINE_KEY names no key"],
    [{ key: KEY }, { key: key(["jane@example.com"]) }, "its key is of jane@example.com, and not of ci@example.com"],
    [
      { key: KEY },
      { key: { file: "TIDEGATE_PIPELINE_KEY", problem: "is by a key that is not among the signers: SHA256:x" } },
      "its key is by a key that is not among the signers: SHA256:x",
    ],
    [{ oidc: OIDC }, {}, "TIDEGATE_ID_TOKEN has no ID token"],
    [
      { oidc: OIDC },
      { token: { ...token, text: idToken("RS256", { claims: { exp: 1 } }) } },
      "its ID token has expired",
    ],
  ])("is nobody who may, with %j", (pipeline, seen, why) => {
    const finding = judge(settings(pipeline), seen);
    expect(finding).toMatchObject({ verdict: "fail", seen: `jane@laptop has not proved to be a pipeline: ${why}` });
    expect(finding.remedy).toContain('`tidegate up --break-glass "REASON"`');
  });

  it("is not known where a proof cannot be checked", () => {
    expect(judge(settings({ oidc: OIDC }), { token: { unseen: "keys.json: is not there" } })).toMatchObject({
      verdict: "inconclusive",
      seen: "jane@laptop has not proved to be a pipeline: its ID token cannot be checked (keys.json: is not there)",
    });
  });

  it("may be anybody who breaks the glass, and is told", () => {
    expect(judge(settings({ key: KEY }), {}, { TIDEGATE_BREAK_GLASS: "CI is down" })).toMatchObject({
      verdict: "pass",
      seen: expect.stringMatching(
        /; by jane@laptop, who is no pipeline \(TIDEGATE_PIPELINE_KEY names no key\); broke the glass: CI is down$/,
      ) as string,
    });
    expect(judge(settings({ key: KEY }), {}, { TIDEGATE_EMERGENCY: "CI is down" }).verdict).toBe("fail");
  });
});

describe("the proofs of a pipeline", () => {
  let projectDir: string;
  beforeAll(() => {
    projectDir = mkdtempSync(join(tmpdir(), "tidegate-change-"));
    const { publicKey } = makeSshKey(projectDir, "ci");
    makeSshKey(projectDir, "mallory");
    writeFileSync(join(projectDir, ".tidegate-signers"), `ci@example.com ${publicKey}\n`);
    writeFileSync(join(projectDir, "keys.json"), JSON.stringify(JWKS));
  });
  afterAll(() => rmSync(projectDir, { recursive: true }));

  const ask = (pipeline: object, variables: Record<string, string>) =>
    changeGate.ask(
      gatesSchema.parse({ change: { fields: { normal: [] }, pipeline } }),
      context({ projectDir, variables }),
    );

  it("are made with its SSH key, and hold by the signers file", async () => {
    const by = (name: string) => ask({ key: KEY }, { TIDEGATE_PIPELINE_KEY: join(projectDir, name) });
    expect(await by("ci")).toMatchObject({ verdict: "pass" });
    expect((await by("mallory")).seen).toMatch(/its key is by a key that is not among the signers: SHA256:/);
    expect(await by("none")).toMatchObject({
      verdict: "inconclusive",
      seen: expect.stringMatching(
        /its key cannot be checked \(.*none: cannot be (?:opened|read), it is not there/,
      ) as string,
    });
  });

  it("are its ID token, from a variable or a file, and never shown", async () => {
    const soon = Math.floor(Date.now() / 1000) + 60;
    const text = idToken("ES256", { claims: { exp: soon } });
    writeFileSync(join(projectDir, "token"), text);
    for (const variables of [{ TIDEGATE_ID_TOKEN: text }, { TIDEGATE_ID_TOKEN_FILE: join(projectDir, "token") }]) {
      const result = await ask({ oidc: OIDC }, variables);
      expect(result).toMatchObject({ verdict: "pass" });
      expect(JSON.stringify(result)).not.toContain(text.split(".")[2]);
    }
  });

  it("are not needed for what the request for approvals has said", async () => {
    const folder = join(projectDir, "approvals", "prod", "shop", "2");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "request.json"), "no JSON");
    const result = await changeGate.ask(gatesSchema.parse({ change: {} }), context({ projectDir }));
    expect(result).toMatchObject({
      verdict: "inconclusive",
      seen: expect.stringContaining("is not valid JSON") as string,
    });
  });
});

describe("what is declared of changes", () => {
  const parse = (input: object) => tryParse(changeGateSchema, input, { path: "gates.change" });

  it("wants a reason where nothing else is said, and no pipeline", () => {
    expect(parse({})).toEqual({
      data: {
        fields: { minor: ["reason"], normal: ["reason"], major: ["reason", "ticket", "impact", "rollbackPlan"] },
      },
    });
  });

  it.each([
    [{ pipeline: {} }, "gates.change.pipeline: must say how it proves itself, got an object. Add `key` or `oidc`."],
    [
      { ticket: "(" },
      String.raw`gates.change.ticket: must be a regular expression, got "(". Write it like "^SHOP-\\d+$".`,
    ],
  ])("is refused where it is %j", (input, problem) => {
    expect(parse(input)).toEqual({ problems: [problem] });
  });
});
