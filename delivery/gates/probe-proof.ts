import { join } from "node:path";
import { z } from "zod";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import type { ProvenInSettings } from "../../model/gates/proven-in.ts";
import { unnamedHost } from "../../model/hosts.ts";
import type { Entry } from "../../model/ledger.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { parseAll } from "../../model/problems.ts";
import { configDifferences, DIFFER_BY_NATURE, type ConfigDifference } from "../../model/promotion.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { hostStore } from "../ledger/host-store.ts";
import { splitLedger } from "../ledger/ledger-text.ts";
import { verifyChain } from "../ledger/verify-chain.ts";
import { readReport } from "../reports/report-file.ts";
import { attempt, type Unseen } from "./attempt.ts";
import type { GateContext } from "./gate.ts";
import { hostTime } from "./host-time.ts";

export interface SeenProof {
  /** `problem`: why its chain is not whole; null where it is. */
  ledger: { entries: readonly Entry[]; problem: string | null } | Unseen;
  /** What the two stack files have otherwise and may not. */
  differences: readonly ConfigDifference[] | Unseen;
  /** Unix time in milliseconds: of the other stack's host where its ledger was read there. */
  now: number;
}

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();
const hostSchema = z.string().default(LOCAL_HOST);

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
    return { ledger: proved(splitLedger(readReport(context.projectDir, path).text), true), now: Date.now() };
  }
  if (context.docker === null) throw new Error("this preview reaches no host; `ledger` names an export");
  const host = parseAll(hostSchema, readConfig(context, stack)["tidegate:host"], {
    path: `Pulumi.${stack}.yaml: tidegate:host`,
  });
  const { project } = context.request.id;
  const text = await hostStore(unnamedHost(host), { project, stack }).read();
  return { ledger: proved(text, false), now: await hostTime(connectDocker(host)) };
}

function proved(text: ReturnType<typeof splitLedger>, isPart: boolean): SeenProof["ledger"] {
  const { lines, breaks } = verifyChain(text, { isPart });
  return { entries: lines.flatMap(({ entry }) => entry ?? []), problem: breaks[0]?.problem ?? null };
}

/** As it is written: what is encrypted stays so. */
function readConfig({ projectDir }: GateContext, stack: string): Readonly<Record<string, unknown>> {
  const path = join(projectDir, `Pulumi.${stack}.yaml`);
  return parseAll(stackFileSchema, parseYaml(readTextFile(path), path), { path })?.config ?? {};
}
