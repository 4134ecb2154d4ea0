import type { ApprovalsSettings } from "../../model/gates/approvals.ts";
import { judgeApprovals } from "../approvals/judge-approvals.ts";
import { readApprovals, type FoundApprovals } from "../approvals/read-approvals.ts";
import { defineGate, type Finding } from "./gate.ts";
import type { GateRequest } from "./request.ts";

/** What the project has about the release, null where nobody has asked; and the Unix milliseconds at which that was looked at. */
export interface SeenApprovals {
  found: FoundApprovals | null;
  now: number;
}

/** A release is approved by others than the one who makes it. */
export const approvalsGate = defineGate<"approvals", SeenApprovals>({
  id: "approvals",
  title: "Approvals",
  description:
    "Somebody has asked for this very release, image digest and settings and all, and as many others as its class of change needs have " +
    "signed that with SSH keys of the signers file. Both are files in the project. The time is the host's, on AWS this machine's.",
  rationale:
    "Whoever makes a release is the last to see what is wrong with it, and an approval by word of mouth is none a year later.",
  remediation:
    "`tidegate request SERVICE` asks, `tidegate approve SERVICE` signs, `tidegate approvals SERVICE` says what is missing; commit and " +
    "push what they write.",
  example: `approvals:
  signers: .tidegate-signers # allowed-signers file of git's form, beside Pulumi.yaml
  validFor: 24h # how long a request holds, at most
  classes:
    normal: { approvals: 1, fields: [reason] }
    major: { approvals: 2, fields: [reason, ticket, impact, rollbackPlan] }`,
  deadline: "30s",
  words: ({ signers, classes }, { id, service, release }) => ({
    asked: `whether ${service} ${release.version} is approved for ${id.stack}, by ${signers}`,
    wanted: Object.entries(classes)
      .map(([name, { approvals }]) => `${approvals} of class ${name}`)
      .join(", "),
  }),
  needsPlace: false,
  probe: async (rules, { projectDir, place: on, request: { id, service, release } }) => {
    const now = on === null ? Date.now() : await on.now();
    const place = { projectDir, stack: id.stack, service, version: release.version };
    return { found: await readApprovals(place, { rules, now }), now };
  },
  judge: judgeFound,
});

export function judgeFound(
  rules: ApprovalsSettings,
  { found, now }: SeenApprovals,
  { id, service, release, change }: Pick<GateRequest, "id" | "service" | "release" | "change">,
): Finding {
  const words = `${service} -s ${id.stack}`;
  if (found === null)
    return { verdict: "fail", seen: "nobody has asked for it", remedy: `\`tidegate request ${words}\`` };
  const declared = { ...id, service, release };
  const { requester, class: ofClass } = found.request;
  const state = judgeApprovals({ ...found, declared, rules, now });
  const { needed, approvers, refused } = state;
  const isOther = change.class !== null && change.class !== ofClass;
  const problems = [...state.problems, ...(isOther ? [`is of another class than this change, ${change.class}`] : [])];
  const by = approvers.map(({ names: [name = ""], key }) => `${name} (${key})`).join(", ");
  const seen = [
    `${approvers.length} of ${needed} for class ${ofClass}, asked by ${requester}${by === "" ? "" : `: ${by}`}`,
    ...refused.map(({ file, why }) => `${file} ${why}`),
    ...problems.map((problem) => `the request ${problem}`),
  ].join("; ");
  if (state.isApproved && !isOther) return { verdict: "pass", seen };
  const command = problems.length > 0 ? "request" : "approve";
  const who = problems.length > 0 ? "Ask anew" : `Have somebody else than ${requester} approve it`;
  return { verdict: "fail", seen, remedy: `${who}: \`tidegate ${command} ${words}\`` };
}
