import type { ChangeGateSettings } from "../../model/gates/change.ts";
import { missingFields } from "../approvals/judge-approvals.ts";
import { allOf } from "./all-of.ts";
import { isUnseen, unseenFinding } from "./attempt.ts";
import { judgePipeline } from "./change-pipeline.ts";
import { defineGate, type Finding } from "./gate.ts";
import { probeChange, type SeenChange } from "./probe-change.ts";
import type { GateRequest } from "./request.ts";

/** A change says what it is, and is made by who may make it. */
export const changeGate = defineGate<"change", SeenChange>({
  id: "change",
  title: "Change",
  description:
    "Whoever releases says what their class of change needs: reason, ticket, impact, rollback plan, by options, variables, or the " +
    "request that asked for approvals. Where `pipeline` is declared, a pipeline makes the release, and proves that it is one: by an SSH " +
    "key of the signers file, or by the ID token of its CI job. The number of approvals of a class stands at the gate `approvals`.",
  rationale:
    "What was released by hand from a laptop, without a word, is what nobody can explain a month later. A variable that says `CI` proves " +
    "nothing.",
  remediation:
    "Say it: `--reason`, `--ticket`, `--class`, `--impact`, `--rollback-plan`, or their TIDEGATE_ variables. Release from the pipeline; " +
    'what must be done by hand gives its reason: `--break-glass "REASON"`, or TIDEGATE_BREAK_GLASS for a bare `pulumi up`. It stands in ' +
    "the result, and in whatever is made of it.",
  example: `change:
  ticket: "^SHOP-\\\\d+$" # any text when left out
  fields: # by class; --class is normal when left out
    normal: [reason, ticket]
  pipeline: # anybody may release when left out
    key: { signers: .tidegate-signers, names: [ci@example.com] } # with TIDEGATE_PIPELINE_KEY
    oidc: # with TIDEGATE_ID_TOKEN, or TIDEGATE_ID_TOKEN_FILE
      issuer: https://token.actions.githubusercontent.com
      audience: tidegate
      subject: ["repo:acme/shop:environment:prod"] # * stands for any characters
      jwks: ci-keys.json # what the issuer's jwks_uri gives`,
  deadline: "30s",
  words: ({ ticket, fields, pipeline }, { service, release }) => ({
    asked: `what is said of ${service} ${release.version}, and who releases it`,
    wanted: [
      ...Object.entries(fields).map(
        ([name, said]) => `${said.length === 0 ? "nothing" : said.join(", ")} of class ${name}`,
      ),
      ...(ticket === undefined ? [] : [`a ticket like ${ticket}`]),
      ...(pipeline === undefined
        ? []
        : [`a pipeline's ${[pipeline.key && "key", pipeline.oidc && "ID token"].filter(Boolean).join(" or ")}`]),
    ].join("; "),
  }),
  needsPlace: false,
  probe: probeChange,
  judge: judgeChange,
});

export function judgeChange(
  settings: ChangeGateSettings,
  seen: SeenChange,
  { change }: Pick<GateRequest, "change">,
): Finding {
  const { pipeline } = settings;
  return allOf([
    saidFinding(settings, seen, change),
    ...(pipeline === undefined ? [] : [judgePipeline(pipeline, seen, change)]),
  ]);
}

/** What this run says counts first, then what the request for approvals has said. */
function saidFinding(
  { fields, ticket }: ChangeGateSettings,
  { asked }: SeenChange,
  change: GateRequest["change"],
): Finding {
  if (isUnseen(asked)) return unseenFinding("what the request for approvals says", asked);
  const said = {
    class: change.class ?? asked?.class ?? "normal",
    reason: change.reason ?? asked?.reason ?? null,
    ticket: change.ticket ?? asked?.ticket ?? null,
    impact: change.impact ?? asked?.impact ?? null,
    rollbackPlan: change.rollbackPlan ?? asked?.rollbackPlan ?? null,
  };
  const missing = missingFields(said, fields[said.class]);
  const isTicket = ticket === undefined || said.ticket === null || new RegExp(ticket, "u").test(said.ticket);
  const problems = [
    ...(missing.length === 0 ? [] : [`nothing is said of ${missing.join(", ")}, which class ${said.class} needs`]),
    ...(isTicket ? [] : [`the ticket is ${JSON.stringify(said.ticket)}, and must match ${ticket}`]),
  ];
  if (problems.length === 0) return { verdict: "pass", seen: `class ${said.class}, and all that it needs is said` };
  const options = missing.map((field) => `\`--${field === "rollbackPlan" ? "rollback-plan" : field}\``);
  return {
    verdict: "fail",
    seen: problems.join(", and "),
    remedy: `Say it with ${options.join(", ") || "`--ticket`"}, or its TIDEGATE_ variable.`,
  };
}
