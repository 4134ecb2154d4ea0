import { renderMarkdown } from "../../policy/report/markdown.ts";
import type { PlannedRelease } from "./planned-release.ts";

/** The summary of a policy check, which a pull request knows already, under what is planned. */
export function planMarkdown({ service, to, version, image, file, diff, notes, report }: PlannedRelease): string {
  const changed = diff.map(({ sign, text }) => `${sign} ${text}`.trimEnd()).join("\n");
  const fence = "```";
  const parts = [
    `## Release ${service} ${version} to ${to}`,
    `\`${image}\``,
    `### ${file}\n\n${fence}diff\n${changed}\n${fence}`,
    ...(notes.length === 0 ? [] : [`### What the program says\n\n${fence}text\n${notes.join("\n")}\n${fence}`]),
  ];
  return `${parts.join("\n\n")}\n\n${renderMarkdown(report)}`;
}
