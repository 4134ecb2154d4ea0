import { evaluate } from "../../../agent/guard/evaluate.ts";
import type { GuardLook } from "../../../agent/guard/look.ts";
import type { Guard } from "../../../model/guard.ts";
import type { GuardVerdict } from "../../../model/guard-verdict.ts";

/** What a guard's rules say of figures of CloudWatch, and of targets as the load balancer finds them: see {@link evaluate}. */
export function judge(guard: Guard, look: GuardLook): GuardVerdict[] {
  return evaluate(guard, look).map((verdict) =>
    verdict.rule === "failedChecks" && guard.failedChecks !== null
      ? { ...verdict, query: targetsQuery(look, guard.failedChecks) }
      : verdict,
  );
}

function targetsQuery({ service, active }: GuardLook, rule: NonNullable<Guard["failedChecks"]>): string {
  return `targets of ${service}.${active} that the load balancer does not find healthy: ${rule.replicas} of them for ${rule.for}`;
}
