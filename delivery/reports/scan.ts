import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { SEVERITIES } from "../../model/gates/image.ts";
import { parseJsonReport, type ReportFile } from "./report-file.ts";

export type Severity = (typeof SEVERITIES)[number];

/** What a scanner has found in an image. */
export interface Scan {
  tool: "Trivy" | "Grype" | "CycloneDX";
  /** Unix time in milliseconds at which it looked, as it says itself, else when its file was written. */
  madeAt: number;
  /** Digests of the image that it names; none where it names none. */
  digests: readonly string[];
  /** What it found and did not dismiss, each once. Null where it gives no severity of the four. */
  vulnerabilities: readonly { id: string; severity: Severity | null }[];
}

const trivySchema = z.object({
  SchemaVersion: z.int(),
  CreatedAt: z.string().optional(),
  Metadata: z.object({ RepoDigests: z.array(z.string()).nullish() }).optional(),
  Results: z
    .array(
      z.object({ Vulnerabilities: z.array(z.object({ VulnerabilityID: z.string(), Severity: z.string() })).nullish() }),
    )
    .nullish(),
});

const grypeSchema = z.object({
  matches: z.array(z.object({ vulnerability: z.object({ id: z.string(), severity: z.string().optional() }) })),
  descriptor: z.object({ name: z.literal("grype"), timestamp: z.string().optional() }),
  source: z
    .object({
      target: z
        .object({ manifestDigest: z.string(), repoDigests: z.array(z.string()) })
        .partial()
        .catch({}),
    })
    .optional(),
});

const cycloneSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  metadata: z
    .object({
      timestamp: z.string().optional(),
      component: z.object({ version: z.string().optional(), purl: z.string().optional() }).optional(),
    })
    .optional(),
  vulnerabilities: z
    .array(
      z.object({
        id: z.string().default("(without an id)"),
        ratings: z.array(z.object({ severity: z.string().optional() })).default([]),
        analysis: z.object({ state: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** States of an analysis that say: this does no harm here. */
const DISMISSED = ["resolved", "resolved_with_pedigree", "false_positive", "not_affected"];

/**
 * Reads a scanner's report: JSON of Trivy (`SchemaVersion` 2), of Grype, or CycloneDX 1.4 and later. Throws an InputError for any other
 * file, and for a list of parts that nobody has searched.
 */
export function parseScan(file: ReportFile): Scan {
  const json = parseJsonReport(file);
  const trivy = trivySchema.safeParse(json).data;
  if (trivy !== undefined) {
    const found = (trivy.Results ?? []).flatMap(({ Vulnerabilities }) => Vulnerabilities ?? []);
    return scan("Trivy", file, trivy.CreatedAt, {
      digests: trivy.Metadata?.RepoDigests ?? [],
      found: found.map(({ VulnerabilityID, Severity: severity }) => [VulnerabilityID, [severity]]),
    });
  }
  const grype = grypeSchema.safeParse(json).data;
  if (grype !== undefined) {
    const { manifestDigest = "", repoDigests = [] } = grype.source?.target ?? {};
    return scan("Grype", file, grype.descriptor.timestamp, {
      digests: [manifestDigest, ...repoDigests],
      found: grype.matches.map(({ vulnerability: { id, severity } }) => [id, [severity]]),
    });
  }
  const cyclone = cycloneSchema.safeParse(json).data;
  if (cyclone === undefined) {
    throw new InputError(
      `${file.path}: is no report of Trivy, Grype or CycloneDX. Have it written by \`trivy image --format json\` or \`grype -o json\`.`,
    );
  }
  if (cyclone.vulnerabilities === undefined) {
    throw new InputError(`${file.path}: lists parts only, which nobody has searched. Give what a scanner made of it.`);
  }
  const { version = "", purl = "" } = cyclone.metadata?.component ?? {};
  const open = cyclone.vulnerabilities.filter(({ analysis }) => !DISMISSED.includes(analysis?.state ?? ""));
  return scan("CycloneDX", file, cyclone.metadata?.timestamp, {
    digests: [version, decodeURIComponent(purl)],
    found: open.map(({ id, ratings }) => [id, ratings.map(({ severity }) => severity)]),
  });
}

type Found = [id: string, severities: readonly (string | undefined)[]];

function scan(
  tool: Scan["tool"],
  { writtenAt }: ReportFile,
  time: string | undefined,
  { digests, found }: { digests: readonly string[]; found: readonly Found[] },
): Scan {
  const madeAt = Date.parse(time ?? "");
  const worst = new Map<string, Severity | null>();
  for (const [id, severities] of found) {
    const ranks = severities.map((severity) => rankOf(severity?.toLowerCase()));
    const rank = Math.max(-1, rankOf(worst.get(id)), ...ranks);
    worst.set(id, SEVERITIES[rank] ?? null);
  }
  return {
    tool,
    madeAt: Number.isNaN(madeAt) ? writtenAt : madeAt,
    digests: [...new Set(digests.flatMap((text) => /sha256:[0-9a-f]{64}/.exec(text) ?? []))],
    vulnerabilities: [...worst].map(([id, severity]) => ({ id, severity })),
  };
}

/** Place among {@link SEVERITIES}; -1 for none of them. */
export function rankOf(severity: string | null | undefined): number {
  return SEVERITIES.findIndex((each) => each === severity);
}
