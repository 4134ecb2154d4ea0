import { levelOf } from "./levels.ts";
import type { RuleText } from "./rule.ts";

/** A rule as its docs page has it, in Markdown. */
export function explainRule(rule: RuleText): string {
  const { framework } = rule;
  const inDev = levelOf(rule.id, "dev") === "advisory" ? "blocks in stg and prod, warns in dev" : "blocks everywhere";
  return [
    `### ${rule.id}`,
    `**${rule.title}** · ${rule.group} · ${rule.severity} · ${inDev}`,
    rule.description,
    `*Why:* ${rule.rationale}`,
    `*What to do:* ${rule.remediation}`,
    `Refused:\n\n\`\`\`yaml\n${rule.example.refused}\n\`\`\``,
    `Accepted:\n\n\`\`\`yaml\n${rule.example.accepted}\n\`\`\``,
    `*From:* ${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification}`,
  ].join("\n\n");
}
