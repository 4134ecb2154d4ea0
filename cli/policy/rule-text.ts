import { levelOf } from "../../policy/levels.ts";
import type { RuleText } from "../../policy/rule.ts";
import { wrap } from "../display/wrap.ts";

/** A rule for somebody at a terminal: what its docs page has, without the page's Markdown. */
export function ruleText(rule: RuleText, url: string, width: number): string {
  const { framework } = rule;
  const inDev = levelOf(rule.id, "dev") === "advisory" ? "blocks in stg and prod, warns in dev" : "blocks everywhere";
  const part = (title: string, text: string) => ["", `${title}:`, ...wrap(text.replaceAll("`", ""), width, "  ")];
  const example = (title: string, text: string) => ["", `${title}:`, ...text.split("\n").map((line) => `    ${line}`)];
  return [
    `${rule.id}: ${rule.title}`,
    ...wrap(`${rule.group}, ${rule.severity}, ${inDev}`, width),
    "",
    ...wrap(rule.description.replaceAll("`", ""), width),
    ...part("Why", rule.rationale),
    ...part("What to do", rule.remediation),
    ...example("Refused", rule.example.refused),
    ...example("Accepted", rule.example.accepted),
    ...part("From", `${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification}`),
    ...(url === "" ? [] : part("Page", url)),
  ].join("\n");
}
