import { differences, differenceText, valueText, type Difference } from "../../delivery/approvals/differences.ts";
import { safeText } from "../../model/shown-text.ts";
import type { ApprovalState } from "../../delivery/approvals/judge-approvals.ts";
import type { ApprovalRequest } from "../../delivery/approvals/request.ts";
import { otherColor } from "../../model/color.ts";
import { wrap } from "../display/wrap.ts";
import type { ApprovalSubject } from "./approval-subject.ts";

const WIDTH = 80;
const LABEL = 12;

/** Everything that an approver signs: what is asked for, why, and in what it differs from the other color. */
export function renderRequestText(request: ApprovalRequest, { color, other }: ApprovalSubject): string {
  const { release, requester, requestedAt, expiresAt, reason, ticket, impact, rollbackPlan } = request;
  const rows: [string, string | null][] = [
    ["asked by", `${requester}, ${timeText(requestedAt)}`],
    ["holds until", timeText(expiresAt)],
    ["image", release.image],
    ["reason", reason],
    ["ticket", ticket],
    ["impact", impact],
    ["way back", rollbackPlan],
  ];
  return [
    `${request.service} ${release.version} in ${request.stack}, class ${request.class}`,
    "",
    ...rows.flatMap(([label, text]) => (text === null ? [] : rowOf(label, text))),
    "",
    ...comparison(request, otherColor(color), other),
  ].join("\n");
}

/** Who has approved, what does not count and why, and what is missing. */
export function renderState({ isApproved, needed, approvers, refused, problems }: ApprovalState): string {
  const names = approvers.map(({ names: [name = ""], key }) => `${name} (${key})`);
  const count = `${approvers.length} of ${needed} ${needed === 1 ? "approval" : "approvals"}`;
  return [
    `${count}${names.length === 0 ? "" : `: ${names.join(", ")}`}`,
    ...refused.flatMap(({ file, why }) => wrap(safeText(`${file} ${why}`), WIDTH, "    ", "  does not count: ")),
    ...problems.flatMap((problem) => wrap(safeText(`The request ${problem}.`), WIDTH, "  ", "")),
    isApproved ? "It is approved." : "It is not approved.",
  ].join("\n");
}

/** `2026-11-30 12:00 UTC` */
export function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function comparison({ release }: ApprovalRequest, color: string, other: ApprovalSubject["other"]): string[] {
  if (other === undefined)
    return [`Nothing is declared on ${color} to compare it with: all of it is in the request's file.`];
  const { version: _, ...before } = other;
  const { version: __, ...after } = release;
  const found = differences(before, after).map(differenceLines);
  const what = found.length === 0 ? "differs in nothing but its version" : "differs in";
  return [`From ${other.version} on ${color} it ${what}${found.length === 0 ? "." : ":"}`, ...found];
}

/** On one line where that fits. */
function differenceLines(difference: Difference): string {
  const line = `  ${differenceText(difference)}`;
  const { path, before, after } = difference;
  return line.length <= WIDTH ? line : `  ${path}\n      ${valueText(before)}\n    → ${valueText(after)}`;
}

function rowOf(label: string, text: string): string[] {
  const indent = " ".repeat(LABEL + 2);
  return text
    .split("\n")
    .flatMap((line, index) => wrap(safeText(line), WIDTH, indent, index === 0 ? `  ${label.padEnd(LABEL)}` : indent));
}
