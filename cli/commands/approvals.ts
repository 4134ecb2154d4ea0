import { z } from "zod";
import { CHANGE_CLASSES } from "../../model/change.ts";
import { EXIT } from "../../model/errors.ts";
import { readApprovalSubject, type ApprovalOptions } from "../approvals/approval-subject.ts";
import { loadApprovals } from "../approvals/load-approvals.ts";
import { renderRequestText, renderState } from "../approvals/render-approvals.ts";
import { defineResult } from "../result/result.ts";
import { notAsked } from "./approve.ts";

export const approvalsResult = defineResult("approvals", {
  stack: z.string(),
  service: z.string(),
  version: z.string(),
  class: z.enum(CHANGE_CLASSES),
  requester: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  isApproved: z.boolean(),
  needed: z.int().describe("Approvals that its class needs."),
  approvers: z.array(
    z.strictObject({ names: z.array(z.string()), key: z.string().describe("Fingerprint of the key.") }),
  ),
  refused: z.array(z.strictObject({ file: z.string(), why: z.string() })).describe("Signatures that do not count."),
  problems: z.array(z.string()).describe("What is wrong with the request itself; no approval counts then."),
});

/** Shows what is asked for and who has approved it. Exit code 3 where approvals are missing, so that a pipeline can ask. */
export async function approvals(options: ApprovalOptions): Promise<void> {
  const subject = readApprovalSubject(options);
  const loaded = await loadApprovals(subject);
  if (loaded === null) throw notAsked(subject);
  const { request, state } = loaded;
  process.exitCode = state.isApproved ? EXIT.done : EXIT.gateRed;
  if (!options.json) {
    process.stdout.write(`${renderRequestText(request, subject)}\n\n${renderState(state)}\n`);
    return;
  }
  const { stack, service, requester, requestedAt, expiresAt } = request;
  const head = { stack, service, version: request.release.version, class: request.class };
  approvalsResult.print({ ...head, requester, requestedAt, expiresAt, ...state }, process.exitCode);
}
