import type { ReportedResource } from "../report.ts";

/** Says which resources some of all are, as short as it stays exact. */
export type NameResources = (some: readonly ReportedResource[]) => string[];

/**
 * One text for each type: `all 12 Volumes` where none is missing, else `Container: edge, shop-blue-0 to 3`. Types are
 * shortened to their last word where that names only one.
 */
export function resourceNames(all: readonly ReportedResource[]): NameResources {
  const totals = countBy(all.map(({ type }) => type));
  const words = countBy([...totals.keys()].map(lastWord));
  return (some) =>
    [...countBy(some.map(({ type }) => type)).entries()].map(([type, count]) => {
      const word = words.get(lastWord(type)) === 1 ? lastWord(type) : type;
      if (count > 1 && count === totals.get(type)) return `all ${count} of type ${word}`;
      return `${word}: ${joinRanges(some.filter((resource) => resource.type === type).map(({ name }) => name))}`;
    });
}

/** `a-0, a-1, a-2, b` as `a-0 to 2, b`. */
function joinRanges(names: readonly string[]): string {
  const ranges: { head: string; first: number; last: number }[] = [];
  const texts: (string | (typeof ranges)[number])[] = [];
  for (const name of names) {
    const [, head, digits] = /^(.*-)(0|[1-9]\d{0,8})$/s.exec(name) ?? [];
    const range = ranges.at(-1);
    if (head === undefined) {
      texts.push(name);
    } else if (
      range !== undefined &&
      texts.at(-1) === range &&
      range.head === head &&
      range.last + 1 === Number(digits)
    ) {
      range.last += 1;
    } else {
      ranges.push({ head, first: Number(digits), last: Number(digits) });
      texts.push(ranges.at(-1) ?? name);
    }
  }
  return texts.map((text) => (typeof text === "string" ? text : renderRange(text))).join(", ");
}

function renderRange({ head, first, last }: { head: string; first: number; last: number }): string {
  return first === last ? `${head}${first}` : `${head}${first} to ${last}`;
}

function lastWord(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
