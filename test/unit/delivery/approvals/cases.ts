import type { ApprovalCase } from "../../../../delivery/approvals/judge-approvals.ts";
import type { ApprovalRequest } from "../../../../delivery/approvals/request.ts";
import type { CheckedSignature } from "../../../../delivery/approvals/signature.ts";
import { approvalsSchema } from "../../../../model/gates/approvals.ts";
import { releaseSchema, type Release } from "../../../../model/release.ts";

export const NOW = Date.parse("2026-11-30T12:00:00Z");
export const DIGEST = `sha256:${"a".repeat(64)}`;

export function release(change: object = {}): Release {
  return releaseSchema.parse({ version: "2.0.0", image: `registry.test/shop:2.0.0@${DIGEST}`, ...change });
}

/** A request of jane's for a normal change, made an hour ago and good for a day. */
export function request(change: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    ...{ format: 1, project: "shop", stack: "prod", service: "shop", release: release(), class: "normal" },
    ...{ requester: "jane", requestedAt: "2026-11-30T11:00:00Z", expiresAt: "2026-12-01T11:00:00Z" },
    ...{ reason: "faster basket", ticket: null, impact: null, rollbackPlan: null },
    ...change,
  };
}

export function signed(file: string, names: readonly string[], key: string): CheckedSignature {
  return { file, signer: { names, key } };
}

export const BY_JANE = signed("request.sig", ["jane"], "SHA256:jane");
export const BY_BOB = signed("approved-bob.sig", ["bob"], "SHA256:bob");
export const BY_EVE = signed("approved-eve.sig", ["eve"], "SHA256:eve");

/** Jane's request, approved by bob, for what is declared. */
export function approvalCase(change: Partial<ApprovalCase> = {}): ApprovalCase {
  return {
    ...{ request: request(), requested: BY_JANE, approvals: [BY_BOB] },
    declared: { project: "shop", stack: "prod", service: "shop", release: release() },
    ...{ rules: approvalsSchema.parse({}), now: NOW, ...change },
  };
}
