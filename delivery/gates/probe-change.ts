import { relative, resolve } from "node:path";
import type { ChangeGateSettings } from "../../model/gates/change.ts";
import { parseAll } from "../../model/problems.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { canonicalJson } from "../../model/release.ts";
import { listApprovalFiles } from "../approvals/approval-files.ts";
import { parseRequest, type ApprovalRequest } from "../approvals/request.ts";
import type { CheckedSignature } from "../approvals/signature.ts";
import { jwksSchema, type Jwks } from "../identity/id-token.ts";
import { provePipelineKey } from "../identity/pipeline-key.ts";
import { parseJsonReport, readReport } from "../reports/report-file.ts";
import { attempt, type Unseen } from "./attempt.ts";
import type { GateContext } from "./gate.ts";

export interface SeenChange {
  /** What was said when approvals for this release were asked for; null where nobody has. */
  asked: Pick<ApprovalRequest, "class" | "reason" | "ticket" | "impact" | "rollbackPlan"> | null | Unseen;
  /** How the job's key signed; null where none is wanted or given. */
  key: CheckedSignature | Unseen | null;
  /** The job's token, with the issuer's keys; null where none is wanted or given. */
  token: { text: string; jwks: Jwks } | Unseen | null;
  /** Unix time in milliseconds. */
  now: number;
}

export async function probeChange({ pipeline }: ChangeGateSettings, context: GateContext): Promise<SeenChange> {
  const { key, oidc } = pipeline ?? {};
  const path = context.variables["TIDEGATE_PIPELINE_KEY"] || null;
  const readToken = tokenReader(context.variables);
  const now = Date.now();
  const { id, service, release, generation } = context.request;
  const text = canonicalJson({ ...id, service, release, generation, now });
  return {
    asked: await attempt(() => readAsked(context)),
    key:
      key === undefined || path === null
        ? null
        : await attempt(() =>
            provePipelineKey(key, { path: resolve(path), projectDir: context.projectDir, text, now }),
          ),
    token:
      oidc === undefined || readToken === null
        ? null
        : await attempt(() => ({ text: readToken(), jwks: readJwks(context.projectDir, oidc.jwks) })),
    now,
  };
}

function readAsked({ projectDir, request: { id, service, release } }: GateContext): ApprovalRequest | null {
  const { request } = listApprovalFiles({ projectDir, stack: id.stack, service, version: release.version });
  return request === null ? null : parseRequest(readTextFile(request), relative(projectDir, request));
}

/** Null where the job has handed in none. */
function tokenReader(variables: GateContext["variables"]): (() => string) | null {
  const { TIDEGATE_ID_TOKEN: token, TIDEGATE_ID_TOKEN_FILE: file } = variables;
  if (token) return () => token;
  return file ? () => readTextFile(resolve(file)) : null;
}

function readJwks(projectDir: string, path: string): Jwks {
  return parseAll(jwksSchema, parseJsonReport(readReport(projectDir, path)), { path });
}
