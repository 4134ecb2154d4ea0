import { basename, relative, resolve } from "node:path";
import type { ApprovalsSettings } from "../../model/gates/approvals.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { listApprovalFiles, type ApprovalPlace } from "./approval-files.ts";
import type { ApprovalCase } from "./judge-approvals.ts";
import { parseRequest, renderRequest } from "./request.ts";
import { NAMESPACES, type CheckedSignature, type SignatureNamespace } from "./signature.ts";
import { verifySignature } from "./verify-signature.ts";

/** What a project has about a release, with every signature verified. */
export type FoundApprovals = Pick<ApprovalCase, "request" | "requested" | "approvals">;

export interface SignatureRules {
  projectDir: string;
  rules: ApprovalsSettings;
  /** Unix time in milliseconds at which keys must be valid. */
  now: number;
}

/**
 * Reads what a project has about a release and verifies every signature; null where nobody has asked. Throws an InputError where a
 * file cannot be read, the request is none, or ssh-keygen is missing.
 */
export async function readApprovals(
  place: ApprovalPlace,
  by: Omit<SignatureRules, "projectDir">,
): Promise<FoundApprovals | null> {
  const { projectDir } = place;
  const files = listApprovalFiles(place);
  if (files.request === null) return null;
  const request = parseRequest(readTextFile(files.request), relative(projectDir, files.request));
  const check = signatureCheck(renderRequest(request), { projectDir, ...by });
  const [requested, ...approvals] = await Promise.all([
    files.requested === null ? null : check(files.requested, NAMESPACES.request),
    ...files.approvals.map((file) => check(file, NAMESPACES.approval)),
  ]);
  return { request, requested, approvals };
}

export type SignatureCheck = (file: string, namespace: SignatureNamespace) => Promise<CheckedSignature>;

/** Verifies signatures over one text by a project's signers file. Throws an InputError where that cannot be read. */
export function signatureCheck(text: string, { projectDir, rules, now }: SignatureRules): SignatureCheck {
  const signers = resolve(projectDir, rules.signers);
  const revoked = rules.revoked === undefined ? null : resolve(projectDir, rules.revoked);
  for (const path of [signers, ...(revoked === null ? [] : [revoked])]) readTextFile(path);
  return (file, namespace) => verifySignature({ file, name: basename(file), text, namespace, signers, revoked, now });
}
