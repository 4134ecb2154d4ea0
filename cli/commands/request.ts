import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import {
  approvalFolder,
  listApprovalFiles,
  REQUEST_FILE,
  REQUEST_SIGNATURE,
} from "../../delivery/approvals/approval-files.ts";
import { missingFields } from "../../delivery/approvals/judge-approvals.ts";
import { approvalRequestSchema, renderRequest, type ApprovalRequest } from "../../delivery/approvals/request.ts";
import { NAMESPACES } from "../../delivery/approvals/signature.ts";
import { chooseSigningKey, signText } from "../../delivery/approvals/signing-key.ts";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { CHANGE_CLASSES } from "../../model/change.ts";
import { durationMs, durationSchema } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { parseAll } from "../../model/problems.ts";
import { readApprovalSubject, type ApprovalOptions, type ApprovalSubject } from "../approvals/approval-subject.ts";
import { assertSigned } from "../approvals/assert-signed.ts";
import { loadApprovals } from "../approvals/load-approvals.ts";
import { timeText } from "../approvals/render-approvals.ts";
import { defineResult } from "../result/result.ts";

const saidSchema = z.object({
  class: z.enum(CHANGE_CLASSES).default("normal"),
  reason: z.string().optional(),
  ticket: z.string().optional(),
  impact: z.string().optional(),
  rollbackPlan: z.string().optional(),
  expires: durationSchema({ min: "5m", max: "720h" }).optional(),
  key: z.string().optional(),
  again: z.boolean().default(false),
});

export type RequestOptions = ApprovalOptions & z.infer<typeof saidSchema>;

export function parseRequestOptions(options: unknown): z.infer<typeof saidSchema> {
  return parseAll(saidSchema, options);
}

export const requestResult = defineResult("request", {
  stack: z.string(),
  service: z.string(),
  version: z.string(),
  class: z.enum(CHANGE_CLASSES),
  requester: z.string(),
  expiresAt: z.string(),
  needed: z.int().describe("Approvals it needs, by others than the requester."),
  written: z.boolean().describe("Whether it was asked for now; not where the same request stands already."),
  folder: z.string().describe("Where the request and its signatures lie, relative to the project."),
});

/** Asks for a release to be approved: writes what is to be signed, and the requester's own signature. */
export async function request(options: RequestOptions): Promise<void> {
  const subject = readApprovalSubject(options);
  const { ref, service, release, rules } = subject;
  const draft = draftOf(options, subject);
  assertComplete(draft, subject);
  const standing = options.again ? null : await loadApprovals(subject).catch(nothingReadable);
  if (standing !== null && standing.state.problems.length === 0 && isSame(standing.request, draft)) {
    return say(standing.request, false, options, subject);
  }
  const { projectDir } = ref;
  const key = await chooseSigningKey({ wanted: options.key, projectDir, signers: rules.signers });
  const asked = parseAll(approvalRequestSchema, { ...draft, requester: key.name }, { path: "request" });
  const text = renderRequest(asked);
  const signature = await signText(key, NAMESPACES.request, text);
  await assertSigned({ text, signature, namespace: NAMESPACES.request, name: key.name, projectDir, rules });

  const place = { projectDir, stack: ref.stack, service, version: release.version };
  const folder = join(projectDir, approvalFolder(place));
  for (const old of listApprovalFiles(place).approvals) rmSync(old); // over another text from here on
  await writeFileAtomically(join(folder, REQUEST_FILE), text, { backup: false, mode: 0o644 });
  await writeFileAtomically(join(folder, REQUEST_SIGNATURE), signature, { backup: false, mode: 0o644 });
  for (const name of readdirSync(folder)) if (name.endsWith(".tmp")) rmSync(join(folder, name)); // of a run that was killed
  say(asked, true, options, subject);
}

/** A request that cannot be read is made anew. What else is wrong, such as a missing program, comes up again at once. */
function nothingReadable(error: unknown): null {
  if (error instanceof InputError) return null;
  throw error;
}

type Draft = Omit<ApprovalRequest, "requester">;

function draftOf(options: RequestOptions, { ref, service, release, rules }: ApprovalSubject): Draft {
  const { class: changeClass, reason, ticket, impact, rollbackPlan, expires = rules.validFor } = options;
  if (durationMs(expires) > durationMs(rules.validFor)) {
    throw new InputError(`--expires: must be at most ${rules.validFor} in ${ref.stack}, got "${expires}". Lower it.`);
  }
  const now = Date.now();
  return {
    ...{ format: 1, project: ref.project, stack: ref.stack, service, release, class: changeClass },
    requestedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + durationMs(expires)).toISOString(),
    ...{ reason: reason || null, ticket: ticket || null, impact: impact || null, rollbackPlan: rollbackPlan || null },
  };
}

const FLAGS: Readonly<Record<string, string>> = { rollbackPlan: "rollback-plan" };

function assertComplete(draft: Draft, { release, ref, service, color, rules }: ApprovalSubject): void {
  const missing = missingFields(draft, rules.classes[draft.class].fields).map((field) => `--${FLAGS[field] ?? field}`);
  if (missing.length > 0) {
    throw new InputError(
      `request: class ${draft.class} needs ${missing.join(", ")} in ${ref.stack}. Add what is missing.`,
    );
  }
  if (parseImageReference(release.image)?.digest !== undefined) return;
  throw new InputError(
    `services.${service}.${color}.image: names the image by its tag alone, got ${JSON.stringify(release.image)}. A tag can be moved ` +
      "after it was approved: add the digest (`@sha256:…`).",
  );
}

/** Whether somebody has asked for the very same already. */
function isSame(standing: ApprovalRequest, draft: Draft): boolean {
  const withoutTime = ({ requestedAt: _, expiresAt: __, ...rest }: Draft) => rest;
  const { requester: ___, ...asked } = standing;
  return isDeepStrictEqual(withoutTime(asked), withoutTime(draft));
}

function say(asked: ApprovalRequest, written: boolean, options: RequestOptions, { rules, ref }: ApprovalSubject): void {
  const { stack, service, requester, expiresAt } = asked;
  const { version } = asked.release;
  const { approvals: needed } = rules.classes[asked.class];
  const folder = approvalFolder({ stack, service, version });
  if (options.json) {
    return requestResult.print({
      stack,
      service,
      version,
      class: asked.class,
      requester,
      expiresAt,
      needed,
      written,
      folder,
    });
  }
  const what = `${service} ${version} in ${ref.stack}, class ${asked.class}, until ${timeText(expiresAt)}`;
  const lines = written
    ? [`${requester} asks for ${what}.`, "", `Commit ${folder} and push it.`]
    : [`${requester} has asked for ${what} already. Nothing was changed.`];
  const others = `${needed} ${needed === 1 ? "other person" : "other people"} of ${rules.signers}`;
  const next =
    needed === 0
      ? "This class needs no approval."
      : `Then ${others} ${needed === 1 ? "approves" : "approve"} it:\n  tidegate approve ${service} -s ${stack}${options.version === undefined ? "" : ` --version ${version}`}`;
  process.stdout.write(`${[...lines, next].join("\n")}\n`);
}
