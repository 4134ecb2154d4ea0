import { fit } from "../display/wrap.ts";
import type { Paint } from "../display/paint.ts";
import { checkLines } from "../policy/check-lines.ts";
import type { PlannedRelease } from "./planned-release.ts";

const STYLES = { "-": "red", "+": "green" } as const;

/** A plan for a terminal of so many columns, or for a pipe: `Infinity`. Lines of the stack's file are left as they are there. */
export function planText(plan: PlannedRelease, paint: Paint, columns: number): string {
  const { service, to, version, image, file, diff, notes, report } = plan;
  const fitting = (lines: readonly string[]) => lines.map((line) => fit(line, columns));
  const lines = [
    ...fitting([paint("bold", `${service}: release ${version} to ${to}, ${image}`)]),
    ...["", file],
    ...diff.map(({ sign, text }) => {
      const line = `  ${sign} ${text}`.trimEnd();
      return sign === " " ? line : paint(STYLES[sign], line);
    }),
    ...["", ...fitting(notes), ""],
    ...fitting(checkLines(report, [], paint)),
  ];
  return `${lines.join("\n")}\n`;
}
