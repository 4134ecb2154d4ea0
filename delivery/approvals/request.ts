import { z } from "zod";
import { CHANGE_CLASSES, CHANGE_TEXT_MAX } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { parseAll } from "../../model/problems.ts";
import { canonicalJson, releaseSchema } from "../../model/release.ts";
import { serviceNameSchema } from "../../model/service.ts";

/** Lines of text; control characters could paint over what an approver reads. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(CHANGE_TEXT_MAX)
  .regex(/^(?:[^\p{Cc}]|\n)*$/u, "must be text without control characters");

/** Name of a person in the signers file. */
export const personSchema = z
  .string()
  .max(256)
  .regex(/^[^\s,"*?!\p{Cc}]+$/u, "must be a name in the signers file, and no pattern|Write it like jane@example.com.");

const time = z.iso.datetime();

/**
 * What is asked for, and what every approver signs: one release in one stack, with everything that decides what its containers are.
 * The request is `request.json` below `approvals/<stack>/<service>/<version>/`.
 */
export const approvalRequestSchema = z.strictObject({
  format: z.literal(1),
  project: z.string(),
  stack: z.string(),
  service: serviceNameSchema,
  release: releaseSchema,
  class: z.enum(CHANGE_CLASSES),
  requester: personSchema,
  requestedAt: time,
  expiresAt: time,
  reason: text.nullable(),
  ticket: text.nullable(),
  impact: text.nullable(),
  rollbackPlan: text.nullable(),
});

export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;

/**
 * The text that is signed, and the file: JSON with sorted keys, two spaces deep, and a line end. Whatever the file's own form is,
 * such as line ends that git has changed, its signatures are over this text.
 */
export function renderRequest(request: ApprovalRequest): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(request)), null, 2)}\n`;
}

/** Throws an InputError, which begins with `path`, where the text is no request. */
export function parseRequest(source: string, path: string): ApprovalRequest {
  return parseAll(approvalRequestSchema, readJson(source, path), { path });
}

function readJson(source: string, path: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch (error) {
    const remedy = "Take it back from git, or ask anew with `tidegate request`.";
    throw new InputError(`${path}: is not valid JSON. ${remedy}`, { cause: error });
  }
}
