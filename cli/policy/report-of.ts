import { readStackFile } from "../../engine/config/edit-config.ts";
import type { PolicyReport, ReportedSource } from "../../policy/report/report.ts";
import { packageVersion } from "../package-version.ts";
import type { Session } from "../run/session.ts";
import { readDeclared } from "../status/read-declared.ts";
import { buildReport } from "./build-report.ts";
import { describeReleases } from "./describe-releases.ts";
import { judgeDeclared } from "./judge-declared.ts";
import { judgePlan } from "./judge-plan.ts";
import type { RunObserver } from "./observe-run.ts";
import { packHash } from "./pack-hash.ts";
import { loadPlanSituation } from "./plan-situation.ts";

/**
 * The report of a preview: by the pack, by the plan's own rules, with what of the program's end is known. `text`: the stack's file
 * as it was previewed, where that is not the one in the project's folder.
 */
export function reportOf(
  session: Session,
  run: RunObserver,
  { policyPack, ...known }: { policyPack: string | undefined; wasRefused: boolean; source: ReportedSource },
  text?: string,
): PolicyReport {
  const { ref, engine } = session;
  const { source } = text === undefined ? readStackFile(ref) : { source: text };
  const situation = loadPlanSituation(session, source);
  const stackFile = `Pulumi.${ref.stack}.yaml`;
  const declared = readDeclared(ref, source);
  if (run.brokeOff !== undefined) {
    const seen = new Set(run.judged.flatMap(({ urn }) => urn ?? []));
    for (const event of judgeDeclared(situation, { project: ref.project, seen })) run.event(event);
  }
  return buildReport(run, judgePlan(run.steps, situation), {
    ...{ ...situation, ...known, host: session.platform.address },
    releases: typeof declared === "string" ? [] : describeReleases(declared, session.observed),
    ...{ project: ref.project, engine: engine.name, generatedAt: new Date().toISOString() },
    versions: { tidegate: packageVersion(), pack: run.judged[0]?.packVersion ?? "unknown", node: process.version },
    packHash: policyPack === undefined ? "none" : packHash(policyPack, ref.projectDir),
    stackFile: { path: stackFile, text: source },
  });
}
