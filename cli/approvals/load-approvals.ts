import { judgeApprovals, type ApprovalState } from "../../delivery/approvals/judge-approvals.ts";
import { readApprovals, type FoundApprovals } from "../../delivery/approvals/read-approvals.ts";
import type { ApprovalSubject } from "./approval-subject.ts";

export interface LoadedApprovals extends FoundApprovals {
  state: ApprovalState;
}

/** What the project has about a release, judged as of now; null where nobody has asked. */
export async function loadApprovals({
  ref,
  service,
  release,
  rules,
}: ApprovalSubject): Promise<LoadedApprovals | null> {
  const { projectDir, project, stack } = ref;
  const now = Date.now();
  const found = await readApprovals({ projectDir, stack, service, version: release.version }, { rules, now });
  if (found === null) return null;
  const declared = { project, stack, service, release };
  return { ...found, state: judgeApprovals({ ...found, declared, rules, now }) };
}
