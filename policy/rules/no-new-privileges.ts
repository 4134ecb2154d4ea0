import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const OPTION = /^no-new-privileges(?:[:=](.*))?$/s;
/** What the engine reads as true. */
const TRUE: ReadonlySet<string> = new Set(["1", "t", "T", "TRUE", "true", "True"]);

/** A process can never get more rights than the container began with. */
export const noNewPrivileges: Rule = {
  id: "no-new-privileges",
  title: "No new privileges",
  group: "containers",
  description: "Containers forbid their processes to gain privileges, by set-user-ID programs for instance.",
  rationale: "One forgotten set-user-ID program in an image makes any process of the container root in it.",
  severity: "high",
  framework: cisDocker("5.26", "Ensure that the container is restricted from acquiring additional privileges."),
  remediation: 'Add "no-new-privileges:true" to `securityOpts`.',
  example: { refused: "securityOpts: []", accepted: 'securityOpts: ["no-new-privileges:true"]' },
  judges: [CONTAINER],
  judge: (resource) => {
    const options = inputOf(resource, "securityOpts");
    const settings = options.items().flatMap((option) => {
      const match = OPTION.exec(option.text ?? "");
      return match === null ? [] : [{ option, isTrue: TRUE.has(match[1] ?? "true") }];
    });
    if (settings.length === 0 && !options.mayHoldMore)
      return [`${options.path}: must include "no-new-privileges:true". Add it.`];
    return settings
      .filter(({ isTrue }) => !isTrue)
      .map(({ option }) => `${option.path}: must be "no-new-privileges:true", got ${option.got}. Correct it.`);
  },
};
