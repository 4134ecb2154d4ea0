import { describe, expect, it } from "vitest";
import { parseScan } from "../../../../delivery/reports/scan.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const AT = "2026-11-30T10:00:00Z";
const read = (json: unknown) => {
  const { tool, madeAt, digests, vulnerabilities } = parseScan({
    ...{ path: "scan.json", text: typeof json === "string" ? json : JSON.stringify(json), writtenAt: 7 },
  });
  return { tool, madeAt, digests, found: vulnerabilities.map(({ id, severity }) => [id, severity]) };
};

describe("a scanner's report", () => {
  it("is read as Trivy writes it", () => {
    const results = [
      { Target: "debian", Vulnerabilities: [vulnerability("CVE-1", "CRITICAL"), vulnerability("CVE-2", "UNKNOWN")] },
      { Target: "node", Vulnerabilities: [vulnerability("CVE-1", "LOW")] },
      { Target: "secrets" },
    ];
    const Metadata = { ImageID: "sha256:b", RepoDigests: [`registry.test/shop@${DIGEST}`] };
    expect(read({ SchemaVersion: 2, CreatedAt: AT, Metadata, Results: results })).toEqual({
      ...{ tool: "Trivy", madeAt: Date.parse(AT), digests: [DIGEST] },
      found: [
        ["CVE-1", "critical"],
        ["CVE-2", null],
      ],
    });
    expect(read({ SchemaVersion: 2 })).toEqual({ tool: "Trivy", madeAt: 7, digests: [], found: [] });
  });

  it("is read as Grype writes it", () => {
    const matches = [{ vulnerability: { id: "CVE-1", severity: "High" } }];
    const descriptor = { name: "grype", version: "0.84.0", timestamp: AT };
    const target = { userInput: "shop", manifestDigest: DIGEST, repoDigests: [`shop@${DIGEST}`] };
    expect(read({ matches, descriptor, source: { type: "image", target } })).toEqual({
      ...{ tool: "Grype", madeAt: Date.parse(AT), digests: [DIGEST], found: [["CVE-1", "high"]] },
    });
    expect(read({ matches: [], descriptor, source: { type: "directory", target: "/src" } }).digests).toEqual([]);
  });

  it("is read as CycloneDX, less what was dismissed", () => {
    const vulnerabilities = [
      { id: "CVE-1", ratings: [{ severity: "medium" }, { severity: "critical" }] },
      { id: "CVE-2", ratings: [{ severity: "critical" }], analysis: { state: "not_affected" } },
      { id: "CVE-3", ratings: [{ severity: "critical" }], analysis: { state: "in_triage" } },
    ];
    const purl = `pkg:oci/shop@${encodeURIComponent(DIGEST)}?repository_url=registry.test`;
    const metadata = { timestamp: AT, component: { type: "container", name: "shop", purl } };
    expect(read({ bomFormat: "CycloneDX", metadata, vulnerabilities })).toEqual({
      ...{ tool: "CycloneDX", madeAt: Date.parse(AT), digests: [DIGEST] },
      found: [
        ["CVE-1", "critical"],
        ["CVE-3", "critical"],
      ],
    });
  });

  it.each([
    ["no JSON", "<html>", "scan.json: is not valid JSON. Have its tool write it again."],
    ["another tool's", {}, /^scan\.json: is no report of Trivy, Grype or CycloneDX\./],
    ["a list", [], /^scan\.json: is no report of Trivy, Grype or CycloneDX\./],
    ["a list of parts", { bomFormat: "CycloneDX", components: [] }, /^scan\.json: lists parts only, which nobody has/],
  ])("is refused where it is %s", (_what, json, problem) => {
    expect(() => read(json)).toThrow(problem);
  });
});

function vulnerability(VulnerabilityID: string, Severity: string) {
  return { VulnerabilityID, PkgName: "openssl", Severity };
}
