import type { CarriedOut } from "./carry-out.ts";

/** What a release came to, and what is left to do: a sentence each. */
export function releaseSentences(stack: string, { decision, wasEdited, isSuperseded }: CarriedOut): string[] {
  const { service, version, to, image, state } = decision;
  const file = `Pulumi.${stack}.yaml`;
  const again = `\`tidegate release ${service} --image ${image} --version ${version} -s ${stack}\``;
  const committed = decision.commit
    ? `${file} is committed. Push it before the next deploy from elsewhere.`
    : `${file} says so. Commit it: an \`up\` from another checkout moves the traffic back again.`;
  if (isSuperseded) return [`The command that moved the traffic back brings ${file} in line.`];
  if (state.step === "released") return [committed, `To follow it on, run ${again}.`];
  if (state.step !== "ended") {
    return [
      `${service}: the release of ${version} is not finished, and ${file} says ${to}. Run ${again} to go on; where traffic has ` +
        `not moved, \`tidegate abort -s ${stack}\` gives it up.`,
    ];
  }
  switch (state.outcome) {
    case "verified":
      return [`${service}: ${version} serves on ${to}.`, committed];
    case "released":
      return [
        `${service}: the others go over by themselves. \`tidegate canary status ${service} -s ${stack}\` says how far it is.`,
        committed,
      ];
    case "too late":
      return [`${service}: traffic has moved to ${version} on ${to}.`];
    case "refused":
    case "rolled back":
    case "aborted":
      return [
        wasEdited
          ? `${file}: what the release had set is as it was before; what you have changed since is kept.`
          : `${file} is as it was before the release.`,
      ];
  }
}
