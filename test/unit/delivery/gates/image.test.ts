import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ImageFacts } from "../../../../docker/images/image-facts.ts";
import { judgeImage } from "../../../../delivery/gates/image.ts";
import type { SeenImage } from "../../../../delivery/gates/probe-image.ts";
import type { Scan } from "../../../../delivery/reports/scan.ts";
import { payloadSignature } from "../../../../delivery/signatures/cosign.ts";
import { imageGateSchema } from "../../../../model/gates/image.ts";
import { releaseSchema } from "../../../../model/release.ts";
import { request } from "./request.ts";

const NOW = Date.parse("2026-11-30T12:00:00Z");
const [DIGEST, OTHER] = ["a", "b"].map((digit) => `sha256:${digit.repeat(64)}`);
const MIB = 1024 ** 2;
const FACTS: ImageFacts = {
  ...{ where: "host", digest: DIGEST ?? "", platforms: ["linux/amd64"], user: "10001:10001", bytes: 152 * MIB },
  labels: {},
};
const SIGNATURE = { signature: { key: "cosign.pub" } };
const SCAN = { scan: { report: "scan.json" } };

const release = (image = `registry.test/shop:2@${DIGEST}`) => releaseSchema.parse({ version: "2", image });

function judge(change: Partial<SeenImage> = {}, settings: object = {}, of = release()) {
  const seen = {
    facts: FACTS,
    platform: "linux/amd64",
    signatures: null,
    attestations: null,
    scan: null,
    now: NOW,
    ...change,
  };
  return judgeImage(imageGateSchema.parse(settings), seen, request({ release: of }));
}

describe("the gate of the image", () => {
  it("passes what exists and fits, and tells its size", () => {
    expect(judge()).toEqual({ verdict: "pass", seen: "on the host; linux/amd64; USER 10001:10001; 152 MiB" });
    expect(judge({ facts: { ...FACTS, where: "registry" } }).seen).toMatch(/^in the registry; .*; 152 MiB packed$/);
  });

  it("is closed where nobody has it, and where nobody knows", () => {
    expect(judge({ facts: null })).toMatchObject({
      ...{
        verdict: "fail",
        seen: `there is no registry.test/shop:2@${DIGEST}, neither where it is to run nor in its registry`,
      },
    });
    expect(judge({ facts: { unseen: "the registry is out of reach" } })).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: whether the image exists (the registry is out of reach)" },
    });
  });

  it.each([
    ["linux/amd64", ["linux/arm64/v8", "linux/amd64"], true],
    ["linux/arm64", ["linux/arm64/v8"], true],
    ["linux/arm/v7", ["linux/arm"], true],
    ["linux/arm", ["linux/arm/v7"], true],
    ["linux/arm", ["linux/arm64"], false],
    ["linux/amd64", ["linux/arm64"], false],
    ["linux/amd64", ["linux/amd64/v3"], false],
  ])("on %s, of an image for %j", (platform, platforms, isRight) => {
    expect(judge({ platform, facts: { ...FACTS, platforms } }).verdict).toBe(isRight ? "pass" : "fail");
  });

  it("tells what an image is for, and what it is to run on", () => {
    expect(judge({ platform: "linux/arm64" })).toEqual({
      verdict: "fail",
      seen: "it is for linux/amd64, and is to run on linux/arm64",
      remedy: "Build it for that: `docker build --platform linux/arm64`.",
    });
  });

  it.each([
    ["10001", true, ""],
    ["10001:10002", false, "it is made for USER 10001:10002, and the release runs as 10001:10001"],
    ["node", false, "it is made for USER node, and the release runs as 10001:10001"],
    ["", false, "it is made for root (it names no USER), and the release runs as 10001:10001"],
  ])("of an image for USER %j", (user, isRight, seen) => {
    expect(judge({ facts: { ...FACTS, user } })).toMatchObject(
      isRight ? { verdict: "pass" } : { verdict: "fail", seen },
    );
    expect(judge({ facts: { ...FACTS, user } }, { user: "any" }).verdict).toBe("pass");
  });

  it("is closed to what is too large", () => {
    expect(judge({}, { maxSize: "152MiB" }).verdict).toBe("pass");
    expect(judge({}, { maxSize: "151MiB" })).toMatchObject({
      verdict: "fail",
      seen: "it has 152 MiB, where 151MiB is the most",
    });
  });
});

describe("the gate of the image, where it must be signed", () => {
  const { publicKey: key, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signed = (payload: string, by = privateKey) =>
    payloadSignature(Buffer.from(payload), sign("sha256", Buffer.from(payload), by).toString("base64"));
  const over = (digest = "") =>
    JSON.stringify({
      critical: { type: "cosign container image signature", image: { "docker-manifest-digest": digest } },
    });
  const judged = (...signatures: ReturnType<typeof signed>[]) => judge({ signatures: { key, signatures } }, SIGNATURE);

  it("passes when one of the signatures is by the key, over this very digest", () => {
    expect(judged(signed(over(OTHER)), signed(over(DIGEST)))).toMatchObject({
      verdict: "pass",
      seen: expect.stringContaining("; signed by cosign.pub") as string,
    });
  });

  it.each([
    ["there is none", [], "it is not signed"],
    [
      "it is for another image",
      [signed(over(OTHER))],
      `it is not signed by cosign.pub: its signature is for another image, ${OTHER}`,
    ],
    [
      "it is by another key",
      [signed(over(DIGEST), generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey)],
      "it is not signed by cosign.pub: its signature is not by this key",
    ],
    [
      "a letter of the payload was changed",
      [payloadSignature(Buffer.from(over(DIGEST)), signed(over(OTHER)).signature)],
      "it is not signed by cosign.pub: its signature is not by this key",
    ],
    [
      "it is over something else",
      [signed("a blob")],
      "it is not signed by cosign.pub: its signature is by this key, but over something else than an image",
    ],
  ])("is closed where %s", (_what, signatures, seen) => {
    expect(judged(...signatures)).toMatchObject({ verdict: "fail", seen });
  });

  it("is closed to what is named by its tag alone, and where the registry is gone", () => {
    const signatures = { key, signatures: [signed(over(DIGEST))] };
    expect(judge({ signatures }, SIGNATURE, release("registry.test/shop:2"))).toMatchObject({
      ...{ verdict: "fail", seen: "it is named by its tag alone, which no signature can be for" },
    });
    expect(judge({ signatures: { unseen: "out of reach" } }, SIGNATURE)).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: whether it is signed (out of reach)" },
    });
  });
});

describe("the gate of the image, where something must be attested of it", () => {
  const ATTESTATION = { attestation: { key: "cosign.pub" } };
  const SLSA = "https://slsa.dev/provenance/v1";
  const { publicKey: key, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const attested = (type: string, digest = DIGEST, by = privateKey) => {
    const signed = Buffer.from(`${type} ${digest}`);
    return { signed, signature: sign("sha256", signed, by).toString("base64"), digests: [digest ?? ""], type };
  };
  const judged = (signatures: ReturnType<typeof attested>[], more = {}) =>
    judge({ attestations: { key, signatures } }, { ...ATTESTATION, ...more });

  it("passes when one of the type is by the key, about this very digest", () => {
    expect(judged([attested("https://spdx.dev/Document"), attested(SLSA, OTHER), attested(SLSA)])).toMatchObject({
      verdict: "pass",
      seen: expect.stringContaining(`; attested by cosign.pub (${SLSA})`) as string,
    });
  });

  it.each([
    ["there is none", [], `it has no attestation of ${SLSA}`],
    [
      "it is of another type",
      [attested("https://spdx.dev/Document")],
      `it has no attestation of ${SLSA}, but of https://spdx.dev/Document`,
    ],
    [
      "it is about another image",
      [attested(SLSA, OTHER)],
      `it is not attested by cosign.pub (${SLSA}): its attestation is for another image, ${OTHER}`,
    ],
    [
      "it is by another key",
      [attested(SLSA, DIGEST, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey)],
      `it is not attested by cosign.pub (${SLSA}): its attestation is not by this key`,
    ],
  ])("is closed where %s", (_what, signatures, seen) => {
    expect(judged(signatures)).toMatchObject({
      ...{ verdict: "fail", seen },
      remedy: expect.stringContaining(`cosign attest --key cosign.key --type ${SLSA} `) as string,
    });
  });

  it("asks for the signature as well where both are declared", () => {
    const result = judge(
      { attestations: { key, signatures: [attested(SLSA)] }, signatures: { key, signatures: [] } },
      { ...ATTESTATION, ...SIGNATURE },
    );
    expect(result).toMatchObject({ verdict: "fail", seen: "it is not signed" });
  });

  it("is closed to what is named by its tag alone, and where the registry is gone", () => {
    const attestations = { key, signatures: [attested(SLSA)] };
    expect(judge({ attestations }, ATTESTATION, release("registry.test/shop:2"))).toMatchObject({
      ...{ verdict: "fail", seen: "it is named by its tag alone, which no attestation can be for" },
    });
    expect(judge({ attestations: { unseen: "out of reach" } }, ATTESTATION)).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: whether it is attested (out of reach)" },
    });
  });
});

describe("the gate of the image, where it must have been scanned", () => {
  const SOUND: Scan = {
    tool: "Trivy",
    madeAt: NOW,
    digests: [DIGEST ?? ""],
    vulnerabilities: [{ id: "CVE-1", severity: "high" }],
  };
  const judged = (change: Partial<Scan>, scan: object = {}) =>
    judge({ scan: { ...SOUND, ...change } }, { scan: { ...SCAN.scan, ...scan } });

  it("passes where nothing critical was found, and tells how much", () => {
    expect(judged({})).toMatchObject({
      verdict: "pass",
      seen: expect.stringContaining("; 1 vulnerabilities by Trivy, none above high") as string,
    });
    expect(judged({ digests: [] }).verdict).toBe("pass");
    expect(judged({ vulnerabilities: [{ id: "CVE-2", severity: null }] }).verdict).toBe("pass");
  });

  it("is closed by what is above the limit, the worst first", () => {
    const vulnerabilities = Array.from({ length: 6 }, (_, index) => ({
      id: `CVE-${index}`,
      severity: "critical" as const,
    }));
    const found = [{ id: "CVE-9", severity: null }, ...vulnerabilities];
    expect(judged({ vulnerabilities: found })).toMatchObject({
      verdict: "fail",
      seen:
        "scan.json has 6 above high: CVE-0 (critical), CVE-1 (critical), CVE-2 (critical), CVE-3 (critical), CVE-4 (critical), " +
        "and 1 more",
      remedy: "Mend what was found, build, and scan again.",
    });
    expect(judged({ vulnerabilities: found.slice(0, 1) }, { maxSeverity: "none" })).toMatchObject({
      ...{ verdict: "fail", seen: "scan.json has 1 of any severity: CVE-9 (of unknown severity)" },
    });
  });

  it("is closed by a report of another image, or an old one", () => {
    expect(judged({ digests: [OTHER ?? ""], madeAt: NOW - 25 * 3_600_000 })).toMatchObject({
      verdict: "fail",
      seen: `scan.json is of another image, ${OTHER}, and is 25h old, where 24h is the most`,
      remedy: "Have this image scanned again.",
    });
  });

  it("is closed where it cannot be read", () => {
    expect(judge({ scan: { unseen: "scan.json: is not there" } }, SCAN)).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: what a scanner found (scan.json: is not there)" },
    });
  });
});
