import { join } from "node:path";
import { z } from "zod";
import type { ProvenInSettings } from "../../model/gates/proven-in.ts";
import type { Entry } from "../../model/ledger.ts";
import type { StackId } from "../../model/names.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { parseAll } from "../../model/problems.ts";
import { configDifferences, DIFFER_BY_NATURE, type ConfigDifference } from "../../model/promotion.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { proveExport } from "../ledger/exported.ts";
import { verifyChain, type ChainCheck } from "../ledger/verify-chain.ts";
import { withoutDrills } from "../ledger/without-drills.ts";
import { readReport } from "../reports/report-file.ts";
import { attempt, type Unseen } from "./attempt.ts";
import type { GateContext } from "./gate.ts";

export interface SeenProof {
  /** `of`: whose it is, null where an export does not say. `problem`: why its chain is not whole; null where it is. */
  ledger: { of: StackId | null; entries: readonly Entry[]; problem: string | null } | Unseen;
  /** What the two stack files have otherwise and may not. */
  differences: readonly ConfigDifference[] | Unseen;
  /** Until when the ledger tells, in Unix milliseconds: now by the clock of where it is, or when it was exported. */
  now: number;
}

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

export async function probeProof(settings: ProvenInSettings, context: GateContext): Promise<SeenProof> {
  const read = await attempt(() => readLedger(settings, context));
  return {
    ...("unseen" in read ? { ledger: read, now: Date.now() } : read),
    differences: await attempt(() => {
      const [before, after] = [settings.stack, context.request.id.stack].map((stack) => readConfig(context, stack));
      return configDifferences(before ?? {}, after ?? {}, [...DIFFER_BY_NATURE, ...settings.mayDiffer]);
    }),
  };
}

async function readLedger(
  { stack, ledger: path }: ProvenInSettings,
  context: GateContext,
): Promise<Pick<SeenProof, "ledger" | "now">> {
  if (path !== undefined) {
    const { mark, check } = proveExport(readReport(context.projectDir, path).text);
    return { ledger: { of: mark, ...proved(check) }, now: Math.min(mark?.at ?? Infinity, Date.now()) };
  }
  if (context.place === null) throw new Error("this preview looks at no other stack; `ledger` names an export");
  const of = { project: context.request.id.project, stack };
  const { text, now } = await context.place.readLedger(of, readConfig(context, stack));
  return { ledger: { of, ...proved(verifyChain(text)) }, now };
}

function proved({ lines, breaks }: ChainCheck): { entries: Entry[]; problem: string | null } {
  return { entries: withoutDrills(lines).flatMap(({ entry }) => entry ?? []), problem: breaks[0]?.problem ?? null };
}

/** As it is written: what is encrypted stays so. */
function readConfig({ projectDir }: GateContext, stack: string): Readonly<Record<string, unknown>> {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  return parseAll(stackFileSchema, parseYaml(readTextFile(path), path), { path })?.config ?? {};
}
