import type { PolicyDocument, PolicyStatement } from "../../../../platforms/aws/policy/document.ts";
import type { AwsRequest } from "../wire.ts";
import { requestedOf, type Ask, type Requested } from "./requested.ts";

/**
 * Whether a policy allows a request, as IAM judges it: some statement names the action, every thing that it is about, and conditions that hold.
 * Source: "Policy evaluation logic", user guide of IAM; of its operators those that our policies use.
 */
export async function allows({ Statement }: PolicyDocument, request: AwsRequest, ask: Ask): Promise<boolean> {
  const requested = await requestedOf(request, ask);
  return requested.things.every((thing) => Statement.some((statement) => covers(statement, requested, thing)));
}

function covers(
  { Action, Resource, Condition = {} }: PolicyStatement,
  { action }: Requested,
  { arn, context }: Requested["things"][number],
): boolean {
  if (!Action.includes(action) || !Resource.some((pattern) => isLike(arn, pattern))) return false;
  return Object.entries(Condition).every(([operator, byKey]) =>
    Object.entries(byKey).every(([key, wanted]) => {
      const value = context[key];
      const isAs =
        operator === "StringEquals"
          ? (pattern: string) => value === pattern
          : (pattern: string) => isLike(value, pattern);
      return [wanted].flat().some(isAs);
    }),
  );
}

/** Whether a value is as a pattern with `*` and `?` says. */
export function isLike(value: string | undefined, pattern: string): boolean {
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return value !== undefined && new RegExp(`^${escaped}$`).test(value);
}
