/** A line that is there before, after, or in both. */
export interface DiffLine {
  sign: "-" | "+" | " ";
  text: string;
}

/** Lines around a change that say where it is. */
const CONTEXT = 2;

/** The lines that differ between two texts, each with the lines around it; `…` stands for what is left out between. */
export function textDiff(before: string, after: string): DiffLine[] {
  const all = diffLines(before.split("\n"), after.split("\n"));
  const near = all.map((_, index) => all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(isChange));
  return all.flatMap((line, index): DiffLine[] => {
    if (near[index] === true) return [line];
    return near[index - 1] === true && near.includes(true, index) ? [{ sign: " ", text: "…" }] : [];
  });
}

function isChange({ sign }: DiffLine): boolean {
  return sign !== " ";
}

/** By the longest sequence of lines that both have (Hunt and McIlroy, 1976), with what goes before what comes. */
function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row !== undefined)
        row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: " ", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: "-", text: old });
      i += 1;
    } else if (fresh !== undefined) {
      lines.push({ sign: "+", text: fresh });
      j += 1;
    }
  }
  return lines;
}
