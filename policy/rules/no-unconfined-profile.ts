import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const SWITCHED_OFF = /^(?:(?:seccomp|apparmor|systempaths)[:=]unconfined|(?:label[:=])?disable)$/i;
/** A profile of one's own that lets every system call pass unless it is named. */
const LETS_PASS = /^seccomp[:=].*"defaultAction"\s*:\s*"SCMP_ACT_(?:ALLOW|LOG)"/is;

/** The kernel's own guards stay on: they hold when the app and its user have fallen. */
export const noUnconfinedProfile: Rule = {
  id: "no-unconfined-profile",
  title: "No unconfined profile",
  group: "containers",
  description: "No container switches off seccomp, AppArmor or SELinux.",
  rationale:
    "The default profiles keep some three hundred harmless system calls and forbid the rest; many ways out of a " +
    "container need one of the rest.",
  severity: "critical",
  framework: cisDocker(
    "5.2, 5.3, 5.22",
    "Ensure that an AppArmor profile is enabled, SELinux options are set, and the default seccomp profile is not disabled.",
  ),
  remediation: "Remove the option. If the app needs a certain system call, allow that one in a profile of its own.",
  example: { refused: "securityOpts: [seccomp=unconfined]", accepted: 'securityOpts: ["no-new-privileges:true"]' },
  judges: [CONTAINER],
  judge: (resource) =>
    inputOf(resource, "securityOpts")
      .items()
      .flatMap((option) => {
        const text = option.text?.trim() ?? "";
        if (SWITCHED_OFF.test(text))
          return [`${option.path}: must not switch off a profile, got ${option.got}. Remove it.`];
        if (LETS_PASS.test(text))
          return [
            `${option.path}: must not let every system call pass that it does not name. ` +
              "Forbid by default (`SCMP_ACT_ERRNO`) and allow the few that are needed.",
          ];
        return [];
      }),
};
