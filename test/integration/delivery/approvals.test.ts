import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { approvalFolder } from "../../../delivery/approvals/approval-files.ts";
import { judgeApprovals, type ApprovalState } from "../../../delivery/approvals/judge-approvals.ts";
import { readApprovals } from "../../../delivery/approvals/read-approvals.ts";
import { renderRequest, type ApprovalRequest } from "../../../delivery/approvals/request.ts";
import { approvalsSchema } from "../../../model/gates/approvals.ts";
import { NOW, release, request } from "../../unit/delivery/approvals/cases.ts";
import { KEY_KINDS, makeSshKey, sshSign, type KeyKind, type SshKey } from "../../support/ssh-keys.ts";

const PLACE = { stack: "prod", service: "shop", version: "2.0.0" };

let root: string;
let projectDir: string;
let keys: Record<"jane" | "bob" | "eve" | "mallory", SshKey>;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tidegate-approvals-"));
  keys = {
    jane: makeSshKey(root, "jane"),
    bob: makeSshKey(root, "bob", "ecdsa"),
    eve: makeSshKey(root, "eve", "rsa"),
    mallory: makeSshKey(root, "mallory"),
  };
});

afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  projectDir = mkdtempSync(join(root, "project-"));
  signers({ jane: keys.jane, bob: keys.bob, eve: keys.eve });
  ask();
});

describe("approvals in a project", () => {
  it.each(Object.keys(KEY_KINDS) as KeyKind[])("are taken by a key of type %s", async (kind) => {
    const joe = makeSshKey(projectDir, "joe", kind);
    signers({ jane: keys.jane, joe });
    approve("joe", joe);
    const { isApproved, approvers } = await state();
    expect(isApproved).toBe(true);
    expect(approvers).toEqual([{ names: ["joe"], key: fingerprint(joe) }]);
  });

  it("are n of m", async () => {
    ask(request({ class: "major", ticket: "OPS-7", impact: "none", rollbackPlan: "flip" }));
    expect(await state()).toMatchObject({ isApproved: false, needed: 2, approvers: [] });
    approve("bob", keys.bob);
    expect((await state()).isApproved).toBe(false);
    approve("eve", keys.eve);
    expect((await state()).isApproved).toBe(true);
  });

  it("are nobody's where nobody has asked", async () => {
    rmSync(join(folder(), "request.json"));
    expect(await found()).toBeNull();
  });

  it("do not count from the requester, not by another key of theirs either", async () => {
    const second = makeSshKey(projectDir, "second");
    writeFileSync(signersFile(), readFileSync(signersFile(), "utf8") + `jane ${second.publicKey}\n`);
    approve("jane", keys.jane);
    approve("other", second);
    const { isApproved, refused } = await state();
    expect(isApproved).toBe(false);
    expect(refused).toEqual([
      { file: "approved-jane.sig", why: "is by jane, who asked, and so is no approval" },
      { file: "approved-other.sig", why: "is by jane, who asked, and so is no approval" },
    ]);
  });

  it("do not count by an unknown key", async () => {
    approve("bob", keys.mallory);
    await expectRefused(`is by a key that is not among the signers: ${fingerprint(keys.mallory)}`);
  });

  it("do not count any more once the key is gone from the signers file", async () => {
    approve("bob", keys.bob);
    expect((await state()).isApproved).toBe(true);
    signers({ jane: keys.jane, eve: keys.eve });
    await expectRefused(`is by a key that is not among the signers: ${fingerprint(keys.bob)}`);
  });

  it("do not count by a key that has run out, or does not hold yet", async () => {
    approve("bob", keys.bob);
    signers({ jane: keys.jane }, `bob valid-before="202611301100" ${keys.bob.publicKey}\n`);
    await expectRefused(/is by a key that is not among the signers: SHA256:\S+ \(.*:2: key has expired: .*\)$/);
    signers({ jane: keys.jane }, `bob valid-after="20261201" ${keys.bob.publicKey}\n`);
    await expectRefused(/\(.*:2: key is not yet valid: .*\)$/);
    signers({ jane: keys.jane }, `bob valid-after="20261129",valid-before="20261201" ${keys.bob.publicKey}\n`);
    expect((await state()).isApproved).toBe(true);
  });

  it("do not count by a key that is for something else only", async () => {
    approve("bob", keys.bob);
    signers({ jane: keys.jane }, `bob namespaces="git" ${keys.bob.publicKey}\n`);
    await expectRefused(/^is (?:not valid for bob|by a key that is not among the signers): SHA256:.* namespace /);
    signers({ jane: keys.jane }, `bob namespaces="git,tidegate-*" ${keys.bob.publicKey}\n`);
    expect((await state()).isApproved).toBe(true);
  });

  it("do not count by a revoked key", async () => {
    approve("bob", keys.bob);
    writeFileSync(join(projectDir, "revoked"), `${keys.bob.publicKey}\n`);
    const { refused, isApproved } = await state({ revoked: "revoked" });
    expect(isApproved).toBe(false);
    expect(refused[0]?.why).toBe(`is by a key that is revoked: ${fingerprint(keys.bob)} of bob`);
  });

  it("do not count by a key that the signers file gives to a pattern", async () => {
    approve("bob", keys.bob);
    signers({ jane: keys.jane, "*@example.com": keys.bob });
    await expectRefused(/^is by a key that the signers file gives to nobody by name, but to \*@example\.com: SHA256:/);
  });

  it("count by a certificate of the team's own authority", async () => {
    const ca = makeSshKey(projectDir, "ca");
    const joe = makeSshKey(projectDir, "joe");
    const sign = ["-q", "-s", ca.path, "-I", "joe", "-n", "joe@example.com", "-V", "20260101:20270101"];
    execFileSync("ssh-keygen", [...sign, `${joe.path}.pub`]);
    signers({ jane: keys.jane }, `joe@example.com cert-authority ${ca.publicKey}\n`);
    approve("joe", { ...joe, path: `${joe.path}-cert.pub` });
    expect(await state()).toMatchObject({ isApproved: true, approvers: [{ names: ["joe@example.com"] }] });
  });

  it.each([
    ["is empty", () => ""],
    ["is no signature", () => "yes\n"],
    ["is over another text", () => sshSign(keys.bob, "tidegate-approval", "other")],
    ["is of a commit", () => sshSign(keys.bob, "git", renderRequest(request()))],
    ["is one that asks", () => sshSign(keys.bob, "tidegate-request", renderRequest(request()))],
  ])("do not count where the signature %s", async (_, signature) => {
    put("approved-bob.sig", signature());
    await expectRefused(/^is not over this very request \(.*\)$/);
  });

  it("hold for no other request", async () => {
    approve("bob", keys.bob);
    ask(request({ reason: "slower basket" }));
    await expectRefused(/^is not over this very request/);
  });

  it.each([
    ["is missing", () => rmSync(join(folder(), "request.sig")), "has no signature of jane, who asked"],
    [
      "is somebody else's",
      () => put("request.sig", sshSign(keys.bob, "tidegate-request", renderRequest(request()))),
      "names jane, but is signed by bob",
    ],
    [
      "is an approval",
      () => put("request.sig", sshSign(keys.jane, "tidegate-approval", renderRequest(request()))),
      /^is not signed as it must be: its signature is not over this very request/,
    ],
  ])("hold only while the requester's signature is right: it %s", async (_, change, problem) => {
    approve("bob", keys.bob);
    change();
    const { isApproved, problems } = await state();
    expect(isApproved).toBe(false);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it("need a signers file that can be read", async () => {
    rmSync(signersFile());
    await expect(found()).rejects.toThrow(/\.tidegate-signers: cannot be opened, it is not there/);
  });

  it("survive line ends of the request that git has changed", async () => {
    approve("bob", keys.bob);
    put("request.json", renderRequest(request()).replaceAll("\n", "\r\n"));
    expect((await state()).isApproved).toBe(true);
  });

  it("count no more when anything that is signed is changed", { timeout: 120_000 }, async () => {
    approve("bob", keys.bob);
    expect((await state()).isApproved).toBe(true);
    const pair = fc.constantFrom(...signedPlaces(request()));
    await fc.assert(
      fc.asyncProperty(pair, fc.string({ minLength: 1, maxLength: 8 }), async ([path, value], text) => {
        const changed = withValue(JSON.parse(renderRequest(request())), path, otherThan(value, text));
        put("request.json", JSON.stringify(changed));
        const isApproved = await state().then(
          (after) => after.isApproved,
          () => false, // what is no request any more is refused, too
        );
        expect(isApproved, path.join(".")).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

/** Every value of a request, with its path. */
function signedPlaces(value: unknown, path: string[] = []): [path: string[], value: unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => signedPlaces(inner, [...path, key]));
}

function otherThan(value: unknown, text: string): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string" && /^\d{4}-.*Z$/.test(value)) return new Date(Date.parse(value) + 60_000).toISOString();
  return typeof value === "string" ? `${value}${text.trim()}x` : text;
}

function withValue(object: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  const copy = { ...(object as Record<string, unknown>) }; // a request, or an object in it
  copy[key] = rest.length === 0 ? value : withValue(copy[key], rest, value);
  return copy;
}

function folder(): string {
  return join(projectDir, approvalFolder(PLACE));
}

function put(name: string, text: string): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), name), text);
}

function ask(asked: ApprovalRequest = request()): void {
  put("request.json", renderRequest(asked));
  put("request.sig", sshSign(keys.jane, "tidegate-request", renderRequest(asked)));
}

function approve(name: string, key: SshKey): void {
  put(`approved-${name}.sig`, sshSign(key, "tidegate-approval", readFileSync(join(folder(), "request.json"), "utf8")));
}

function signersFile(): string {
  return join(projectDir, ".tidegate-signers");
}

function signers(people: Readonly<Record<string, SshKey>>, more = ""): void {
  const lines = Object.entries(people).map(([name, { publicKey }]) => `${name} ${publicKey}\n`);
  writeFileSync(signersFile(), lines.join("") + more);
}

function found(rules: object = {}) {
  return readApprovals({ projectDir, ...PLACE }, { rules: approvalsSchema.parse(rules), now: NOW });
}

async function state(rules: object = {}): Promise<ApprovalState> {
  const approvals = await found(rules);
  if (approvals === null) throw new Error("nobody has asked");
  const declared = { project: "shop", stack: "prod", service: "shop", release: release() };
  return judgeApprovals({ ...approvals, declared, rules: approvalsSchema.parse(rules), now: NOW });
}

/** The one approval there is does not count, for this reason. */
async function expectRefused(why: string | RegExp): Promise<void> {
  const { isApproved, refused, problems } = await state();
  expect(problems).toEqual([]);
  expect(refused.map((each) => each.why)).toEqual([
    expect.stringMatching(typeof why === "string" ? literal(why) : why),
  ]);
  expect(isApproved).toBe(false);
}

function literal(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[+/.*$()]/g, "\\$&")}$`);
}

function fingerprint(key: SshKey): string {
  return execFileSync("ssh-keygen", ["-l", "-f", `${key.path}.pub`], { encoding: "utf8" }).split(" ")[1] ?? "";
}
