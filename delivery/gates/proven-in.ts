import { durationMs, renderDuration } from "../../model/duration.ts";
import type { ProvenInSettings } from "../../model/gates/proven-in.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { StackId } from "../../model/names.ts";
import { stretchesOf, stretchesOfDigest, type Stretch } from "../ledger/served.ts";
import { allOf } from "./all-of.ts";
import { isUnseen, unseenFinding } from "./attempt.ts";
import { defineGate, type Finding } from "./gate.ts";
import { probeProof, type SeenProof } from "./probe-proof.ts";
import type { GateRequest } from "./request.ts";

/** How many keys are named. */
const NAMED = 5;

/** What goes to production has been somewhere before. */
export const provenInGate = defineGate<"provenIn", SeenProof>({
  id: "provenIn",
  title: "Proof elsewhere",
  description:
    "The same build, by its digest, has served in another stack of the project so long at a stretch, had proved itself there, and was " +
    "not rolled back from. That is read from the ledger of that stack, whose chain must be whole: from its host, or its bucket on AWS, or from " +
    "an export, which says whose it is, and tells nothing of the time after it was made. The two stack files are alike in everything but what may " +
    "differ, as the policy `promote-unchanged` has it.",
  rationale:
    "A build that was tried under another tag, or with other settings, was not tried. What was rolled back in staging is about to be " +
    "rolled back in production.",
  remediation:
    "Release the same digest there first (`tidegate release SERVICE --image NAME@sha256:… -s stg`), let it serve as long as is asked " +
    "for, and give both stacks the same settings. Where that is out of reach, hand in what `tidegate ledger export -s stg` writes " +
    "after that time.",
  example: `provenIn:
  stack: stg # may be left out in prod
  for: 30m
  ledger: stg-ledger.jsonl # an export; read from where the stack is when left out
  mayDiffer: ["tidegate:services.*.release.environment.LOG_LEVEL"] # beside host, secrets, replicas and the like`,
  deadline: "45s",
  words: ({ stack, for: time, ledger }, { service, release }) => ({
    asked: `whether ${stack} has served the build of ${service} ${release.version}${ledger === undefined ? "" : `, by ${ledger}`}`,
    wanted: `the same digest for ${time} at a stretch, not rolled back, with the same settings`,
  }),
  needsPlace: false,
  probe: probeProof,
  judge: judgeProof,
});

export function judgeProof(
  settings: ProvenInSettings,
  { ledger, differences, now }: SeenProof,
  { id, service, release }: Pick<GateRequest, "id" | "service" | "release">,
): Finding {
  const { stack } = settings;
  const digest = parseImageReference(release.image)?.digest;
  const served: Finding =
    digest === undefined
      ? { verdict: "fail", seen: "the image is named by its tag alone, which may be moved", remedy: "Name its digest." }
      : isUnseen(ledger)
        ? unseenFinding(`what ${stack} has served`, ledger)
        : (strangeLedger(settings, ledger.of, id.project) ??
          brokenLedger(stack, ledger.problem) ??
          servedFinding(settings, stretchesOfDigest(stretchesOf(service, ledger.entries), digest), { now, service }));
  return allOf([served, differenceFinding(stack, differences)]);
}

/** What is wrong with whose ledger it is; undefined where it is that of the stack in question. */
function strangeLedger(
  { stack, ledger: path = "the ledger" }: ProvenInSettings,
  of: StackId | null,
  project: string,
): Finding | undefined {
  if (of?.project === project && of.stack === stack) return undefined;
  const remedy = `Export it from there, to its end: \`tidegate ledger export -s ${stack} > ${path}\`.`;
  if (of === null) {
    return { verdict: "inconclusive", seen: `not known: whose ledger ${path} is, which does not say it`, remedy };
  }
  return {
    verdict: "fail",
    seen: `${path} is the ledger of ${of.stack} of ${of.project}, not of ${stack} of ${project}`,
    remedy,
  };
}

function brokenLedger(stack: string, problem: string | null): Finding | undefined {
  if (problem === null) return undefined;
  const remedy = `\`tidegate ledger verify -s ${stack}\` says more.`;
  return { verdict: "inconclusive", seen: `not known: the ledger of ${stack} cannot be proved (${problem})`, remedy };
}

function servedFinding(
  { stack, for: wanted, ledger }: ProvenInSettings,
  stretches: readonly Stretch[],
  { now, service }: { now: number; service: string },
): Finding {
  const last = stretches.at(-1);
  if (last === undefined) {
    const remedy = `Release it there first: \`tidegate release ${service} --image NAME@sha256:… -s ${stack}\`.`;
    return { verdict: "fail", seen: `${stack} has never served this digest`, remedy };
  }
  if (last.endedBy !== null && last.endedBy !== "release") {
    const at = new Date(last.to ?? now).toISOString();
    const remedy = "Find out why, and release a mended build there first.";
    return {
      verdict: "fail",
      seen: `${stack} went back from it at ${at} (version ${last.version}, ${last.endedBy})`,
      remedy,
    };
  }
  const verified = stretches.filter(({ isVerified }) => isVerified);
  if (verified.length === 0) {
    const remedy = `Have it prove itself there: \`tidegate up -s ${stack}\`.`;
    return { verdict: "fail", seen: `${stack} has served it, and it has not proved itself there`, remedy };
  }
  const longest = Math.max(...verified.map(({ from, to }) => (to ?? now) - from));
  const time = renderDuration(Math.floor(Math.max(longest, 0) / 1000) * 1000);
  if (longest >= durationMs(wanted))
    return { verdict: "pass", seen: `${stack} has served it for ${time} (version ${last.version})` };
  const ready = last.to === null && last.isVerified ? new Date(last.from + durationMs(wanted)).toISOString() : null;
  return {
    verdict: "fail",
    seen: `${stack} has served it for ${time}, where ${wanted} are wanted`,
    remedy:
      ready === null
        ? `Let it serve there for ${wanted}.`
        : `It has at ${ready}, if nothing changes there.${ledger === undefined ? "" : " Export its ledger again then."}`,
  };
}

function differenceFinding(stack: string, differences: SeenProof["differences"]): Finding {
  if (isUnseen(differences)) return unseenFinding("whether the settings are the same", differences);
  if (differences.length === 0) return { verdict: "pass", seen: "the same settings" };
  const names = differences.slice(0, NAMED).map(({ key }) => key);
  const more = differences.length > NAMED ? `, and ${differences.length - NAMED} more` : "";
  return {
    verdict: "fail",
    seen: `other settings than in ${stack}: ${names.join(", ")}${more}`,
    remedy: "Try them there first, or add the key to `mayDiffer`.",
  };
}
