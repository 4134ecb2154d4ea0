import { join } from "node:path";
import { z } from "zod";
import { approvalFile, approvalFolder } from "../../delivery/approvals/approval-files.ts";
import { safeText } from "../../model/shown-text.ts";
import { renderRequest } from "../../delivery/approvals/request.ts";
import { NAMESPACES } from "../../delivery/approvals/signature.ts";
import { chooseSigningKey, signText, type SigningKey } from "../../delivery/approvals/signing-key.ts";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { EXIT, InputError, TidegateError } from "../../model/errors.ts";
import { assertSigned } from "../approvals/assert-signed.ts";
import { readApprovalSubject, type ApprovalOptions, type ApprovalSubject } from "../approvals/approval-subject.ts";
import { loadApprovals, type LoadedApprovals } from "../approvals/load-approvals.ts";
import { renderRequestText, renderState } from "../approvals/render-approvals.ts";
import { defineResult } from "../result/result.ts";
import { confirm, isInteractive } from "../run/confirm.ts";

export interface ApproveOptions extends ApprovalOptions {
  /** Path of the key to sign with. */
  key?: string;
  yes: boolean;
}

export const approveResult = defineResult("approve", {
  stack: z.string(),
  service: z.string(),
  version: z.string(),
  approver: z.string(),
  written: z.boolean().describe("Whether it was signed now; not where this person's approval was there already."),
  isApproved: z.boolean().describe("Whether it has all the approvals that it needs."),
  needed: z.int(),
  approvers: z.array(z.string()),
});

/** Shows all that is asked for, asks, and signs it. Refuses the requester, and what would not count. */
export async function approve(options: ApproveOptions): Promise<void> {
  const subject = readApprovalSubject(options);
  const { ref, service, release, rules } = subject;
  const loaded = await loadApprovals(subject);
  if (loaded === null) throw notAsked(subject);
  const { request, state } = loaded;
  if (state.problems.length > 0) {
    const problems = state.problems.map((problem) => `The request ${problem}.`);
    throw new InputError(
      safeText(`approve: it cannot be approved. ${problems.join(" ")}`) + " Ask anew with `tidegate request`.",
    );
  }
  const { projectDir } = ref;
  const key = await chooseSigningKey({ wanted: options.key, projectDir, signers: rules.signers });
  if (key.name === request.requester) throw isTheRequester(key.name);
  if (state.approvers.some(({ names }) => names.includes(key.name))) return say(loaded, false, key, options);

  process.stderr.write(`${renderRequestText(request, subject)}\n\n${renderState(state)}\n\n`);
  await assertAgreed(key, options);
  const text = renderRequest(request);
  const signature = await signText(key, NAMESPACES.approval, text);
  const { names, key: fingerprint } = await assertSigned({
    ...{ text, signature, namespace: NAMESPACES.approval, name: key.name, projectDir, rules },
  });
  const { requested } = loaded;
  const isAsker = requested !== null && "signer" in requested && requested.signer.key === fingerprint;
  if (isAsker || names.includes(request.requester)) throw isTheRequester(key.name);
  const place = { stack: ref.stack, service, version: release.version };
  const path = join(projectDir, approvalFolder(place), approvalFile(key.name));
  await writeFileAtomically(path, signature, { backup: false, mode: 0o644 });
  say((await loadApprovals(subject)) ?? loaded, true, key, options);
}

export function notAsked({ ref, service, release }: ApprovalSubject): InputError {
  return new InputError(
    `${service}: nobody has asked for ${release.version} in ${ref.stack} to be approved. Ask with \`tidegate request ${service} -s ${ref.stack}\`.`,
  );
}

function isTheRequester(name: string): InputError {
  return new InputError(`approve: ${name} has asked for it, and cannot approve it too. Have somebody else do it.`);
}

async function assertAgreed({ name }: SigningKey, { yes, json, service, stack }: ApproveOptions): Promise<void> {
  if (yes) return;
  if (json || !isInteractive()) {
    throw new InputError(
      "tidegate approve: there is no terminal to ask on. Add `--yes` to say yes beforehand; " +
        `\`tidegate approvals ${service} -s ${stack}\` shows what is asked for.`,
    );
  }
  if (await confirm(`Approve it as ${name}? [y/N] `)) return;
  throw new TidegateError("Nothing was signed.", EXIT.interrupted);
}

function say(
  { request, state }: LoadedApprovals,
  written: boolean,
  { name }: SigningKey,
  options: ApproveOptions,
): void {
  const { stack, service } = request;
  const { version } = request.release;
  const { isApproved, needed } = state;
  const approvers = state.approvers.map(({ names }) => names[0] ?? "");
  if (options.json) {
    return approveResult.print({ stack, service, version, approver: name, written, isApproved, needed, approvers });
  }
  const done = written
    ? `${name} approves ${service} ${version} in ${stack}. Commit ${approvalFolder({ stack, service, version })} and push it.`
    : `${name} has approved ${service} ${version} in ${stack} already. Nothing was changed.`;
  process.stdout.write(`${done}\n${renderState(state)}\n`);
}
