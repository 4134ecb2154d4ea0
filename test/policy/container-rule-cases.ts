import { describe, expect, it } from "vitest";
import type { Rule } from "../../policy/rule.ts";
import { foreign } from "./compliant-container.ts";
import { judge, type Registered } from "./judge.ts";

/** What it is, and the inputs that make a compliant foreign container one, or a whole resource. */
type Case = readonly [what: string, change: Record<string, unknown> | Registered];

export interface ContainerRuleCases {
  accepts: readonly Case[];
  /** With every violation, word for word. */
  refuses: readonly (readonly [...Case, violations: readonly string[]])[];
  /** With the reason. */
  appliesNotTo?: readonly (readonly [...Case, reason: string])[];
}

/** Tests a rule on containers that differ from a compliant one in the named inputs only. */
export function describeContainerRule(rule: Rule, { accepts, refuses, appliesNotTo = [] }: ContainerRuleCases): void {
  describe(rule.id, () => {
    it.each(accepts)("accepts %s", async (_what, change) => {
      expect(await judge(rule, resourceOf(change))).toEqual([]);
    });

    it.each(refuses)("refuses %s", async (_what, change, violations) => {
      expect(await judge(rule, resourceOf(change))).toEqual(violations);
    });

    it.each([
      ...appliesNotTo,
      [
        "an image",
        { type: "docker:index/remoteImage:RemoteImage", props: {} },
        "Judges resources of other types",
      ] as const,
    ])("does not apply to %s, and says why", async (_what, change, notApplicable) => {
      expect(await judge(rule, resourceOf(change))).toEqual({ notApplicable });
    });
  });
}

function resourceOf(change: Record<string, unknown> | Registered): Registered {
  return isRegistered(change) ? change : foreign(change);
}

function isRegistered(change: Record<string, unknown> | Registered): change is Registered {
  return "props" in change;
}
