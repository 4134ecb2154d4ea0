import { z } from "zod";
import { abortResult } from "../commands/abort.ts";
import { ackResult } from "../commands/ack.ts";
import { approvalsResult } from "../commands/approvals.ts";
import { approveResult } from "../commands/approve.ts";
import { CANARY_RESULTS } from "../commands/canary-change.ts";
import { awsPolicyResult } from "../commands/aws-policy.ts";
import { canaryStatusResult } from "../commands/canary-status.ts";
import { changeRecordResult } from "../commands/change-record.ts";
import { configGetResult } from "../commands/config-get.ts";
import { configPassphraseResult } from "../commands/config-passphrase.ts";
import { configRmResult } from "../commands/config-rm.ts";
import { configSetResult } from "../commands/config-set.ts";
import { demoResult } from "../commands/demo.ts";
import { doctorResult } from "../commands/doctor.ts";
import { drillResult } from "../commands/drill.ts";
import { gatesExplainResult } from "../commands/gates-explain.ts";
import { gatesListResult } from "../commands/gates-list.ts";
import { holdClearResult } from "../commands/hold-clear.ts";
import { historyResult } from "../commands/history.ts";
import { importEnvResult } from "../commands/import-env.ts";
import { imageBuildResults } from "../commands/image-build.ts";
import { imagePushResults } from "../commands/image-push.ts";
import { initResult } from "../commands/init.ts";
import { ledgerAcceptResult } from "../commands/ledger-accept.ts";
import { ledgerExportResult } from "../commands/ledger-export.ts";
import { ledgerVerifyResult } from "../commands/ledger-verify.ts";
import { notifyStatusResult } from "../commands/notify-status.ts";
import { notifyTestResult } from "../commands/notify-test.ts";
import { observabilityExportResult } from "../commands/observability-export.ts";
import { orphansResult } from "../commands/orphans.ts";
import { outputResult } from "../commands/output.ts";
import { planResult } from "../commands/plan.ts";
import { policyExplainResult } from "../commands/policy-explain.ts";
import { policyListResult } from "../commands/policy-list.ts";
import { releaseResult } from "../commands/release.ts";
import { pruneResult } from "../commands/prune.ts";
import { reportResult } from "../commands/report.ts";
import { requestResult } from "../commands/request.ts";
import { reviewResult } from "../commands/review.ts";
import { canaryAbortResult, rollbackResult } from "../commands/rollback.ts";
import { showResult } from "../commands/show.ts";
import { watchResult } from "../commands/watch.ts";
import { eventLineSchema } from "../display/event-line.ts";
import { logLineSchema } from "../logs/write-lines.ts";
import { policyCheckResult } from "../policy/check-result.ts";
import { RUN_RESULTS } from "../run/run-report.ts";
import { statusResult } from "../status/status-report.ts";
import { topLineSchema } from "../top/top-line.ts";
import { failureSchema } from "./result.ts";

const RESULTS = [
  ...[abortResult, planResult, initResult, statusResult, outputResult, importEnvResult, doctorResult, demoResult],
  ...[requestResult, approveResult, approvalsResult],
  ...[ackResult, notifyStatusResult, notifyTestResult],
  ...[watchResult, canaryStatusResult, ...Object.values(CANARY_RESULTS)],
  ...[
    historyResult,
    showResult,
    changeRecordResult,
    reportResult,
    ledgerVerifyResult,
    ledgerExportResult,
    ledgerAcceptResult,
  ],
  ...[configSetResult, configGetResult, configRmResult, configPassphraseResult],
  ...[
    policyCheckResult,
    policyListResult,
    policyExplainResult,
    gatesListResult,
    gatesExplainResult,
    ...Object.values(imageBuildResults),
    ...Object.values(imagePushResults),
    observabilityExportResult,
    awsPolicyResult,
  ],
  ...[drillResult, pruneResult, orphansResult, holdClearResult, reviewResult],
];

/** What a line of each command's `--json` output may be. */
export const LINE_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(
    [...Object.values(RUN_RESULTS), rollbackResult, canaryAbortResult, releaseResult].map(({ command, schema }) => [
      command,
      z.union([eventLineSchema, schema, failureSchema]),
    ]),
  ),
  ...Object.fromEntries(RESULTS.map(({ command, schema }) => [command, z.union([schema, failureSchema])])),
  logs: z.union([logLineSchema, failureSchema]),
  top: z.union([topLineSchema, failureSchema]),
};

/** JSON Schema (draft 2020-12) of a line that the command prints with `--json`. */
export function jsonSchemaOf(command: string): object | undefined {
  const schema = Object.hasOwn(LINE_SCHEMAS, command) ? LINE_SCHEMAS[command] : undefined;
  if (schema === undefined) return undefined;
  return { title: `A line of tidegate ${command} --json`, ...z.toJSONSchema(schema, { unrepresentable: "any" }) };
}
