import { alignLines, type AlignedLine } from "../display/align-lines.ts";

/** Lines around a change that say where it is. */
const CONTEXT = 2;

/** The lines that differ between two texts, each with the lines around it; `…` stands for what is left out between. */
export function textDiff(before: string, after: string): AlignedLine[] {
  const all = alignLines(before.split("\n"), after.split("\n"));
  const near = all.map((_, index) => all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(isChange));
  return all.flatMap((line, index): AlignedLine[] => {
    if (near[index] === true) return [line];
    return near[index - 1] === true && near.includes(true, index) ? [{ sign: " ", text: "…" }] : [];
  });
}

function isChange({ sign }: AlignedLine): boolean {
  return sign !== " ";
}
