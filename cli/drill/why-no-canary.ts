import { RULES, type RuleName } from "../../model/guard.ts";
import type { ServicePart } from "../../model/record.ts";
import type { Stage } from "./scenario.ts";
import { whyNoAgent } from "./why-no-agent.ts";
import { whyNoWay } from "./why-no-way.ts";

/**
 * Why the release that served before cannot be given a share of the clients for its guard to take it back by one of some rules; undefined
 * where it can.
 */
export async function whyNoCanary(stage: Stage, rules: readonly RuleName[]): Promise<string | undefined> {
  const why = whyNoAgent(stage) ?? (await whyNoWay(stage));
  return why ?? whyNoVerdict((await stage.session.look()).part, rules);
}

/** Why nobody would take it back; undefined where somebody would. */
export function whyNoVerdict(
  part: Pick<ServicePart, "guard" | "canary"> | null,
  rules: readonly RuleName[],
): string | undefined {
  const judged = RULES.filter((rule) => part?.guard?.[rule] != null);
  if (!judged.some((rule) => rules.includes(rule))) {
    const what = judged.length === 0 ? "it has no guard" : `its guard judges only ${judged.join(", ")}`;
    return `${what}: nobody would take it back by ${rules.join(" or ")}`;
  }
  if (part?.canary?.sticky === "source") {
    return "its clients are known by their address, and those of a drill have all the same";
  }
  return undefined;
}
