import { otherColor } from "../../model/color.ts";
import type { WayBackSettings } from "../../model/gates/way-back.ts";
import { allOf } from "./all-of.ts";
import { defineGate, placeOf, type Finding } from "./gate.ts";
import type { SeenWayBack } from "./place.ts";
import type { GateRequest } from "./request.ts";

/** A release is made only while what it takes the place of can be gone back to. */
export const wayBackGate = defineGate<"wayBack", SeenWayBack>({
  id: "wayBack",
  title: "Way back",
  description:
    "The release that a rollback would go to has served and runs, on a host with its image; and the release does not cut that way off " +
    "itself: one whose version says `phase: contract` takes away what older releases need (a column, a topic), and must be allowed to. " +
    "`phase: expand` only adds, and old and new run side by side. A service's first release needs no way back.",
  rationale:
    "A rollback is fast because everything it needs is there. That it was not is found out at night. A database that the old release " +
    "cannot read any more makes the rollback itself the fault.",
  remediation:
    "Bring the other color back (`tidegate up` with the version that it had), or release what only adds first. A release that is meant " +
    "to cut the way off is let through by `allowContract: true`, for the one `up`.",
  example: `wayBack:
  allowContract: false # true lets a release of phase: contract through`,
  deadline: "30s",
  words: ({ allowContract }, { color, release }) => ({
    asked: `whether there is a way back from ${release.version} on ${color}`,
    wanted: `what served before runs on ${otherColor(color)}, with its image${allowContract ? "" : ", and no phase: contract"}`,
  }),
  needsPlace: true,
  probe: (_settings, context) => placeOf(context).findWayBack(context.request),
  judge: judgeWayBack,
});

export function judgeWayBack(
  { allowContract }: WayBackSettings,
  { hasServed, target }: SeenWayBack,
  { color, release }: Pick<GateRequest, "color" | "release">,
): Finding {
  const back = otherColor(color);
  return allOf([
    ...(hasServed ? targetFindings(target, back) : [{ verdict: "pass", seen: "nothing has served yet" } as const]),
    ...(release.phase === undefined ? [] : [phaseFinding(release.phase, allowContract)]),
  ]);
}

function targetFindings(target: SeenWayBack["target"], back: string): Finding[] {
  const bring = `Have ${back} run a release that has served, then release on the other color.`;
  if (target === null) return [{ verdict: "fail", seen: `${back} has nothing that has served`, remedy: bring }];
  const { version, image, isImageThere, replicas, running } = target;
  const problems: Finding[] = [
    ...(isImageThere
      ? []
      : [
          {
            verdict: "fail" as const,
            seen: `${image}, which ${version} on ${back} runs, is not on the host any more`,
            remedy: `\`docker pull ${image}\` on the host.`,
          },
        ]),
    ...(replicas > 0 && running === replicas
      ? []
      : [
          {
            verdict: "fail" as const,
            seen: `${replicas === 0 ? "no" : `${running} of ${replicas}`} replicas of ${version} on ${back} run`,
            remedy: `\`tidegate up\` with ${version} on ${back} brings them back.`,
          },
        ]),
  ];
  return problems.length > 0 ? problems : [{ verdict: "pass", seen: `back to ${version} on ${back}` }];
}

function phaseFinding(phase: "expand" | "contract", allowContract: boolean): Finding {
  if (phase === "expand") return { verdict: "pass", seen: "it only adds (phase: expand)" };
  if (allowContract)
    return { verdict: "pass", seen: "no way back once it has served (phase: contract), which is allowed" };
  return {
    verdict: "fail",
    seen: "it cuts the way back off (phase: contract)",
    remedy: "Where that is meant, say `allowContract: true` at this gate, and take it back after the release.",
  };
}
