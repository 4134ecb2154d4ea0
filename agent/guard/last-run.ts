/** So many questions in a row may stay without an answer before what was known is too old. */
const MISSES = 3;

/** How old the last answer to a question may be that is put every so often, in ms. */
export function staleAfterMs(everyMs: number): number {
  return MISSES * everyMs;
}

/** The last of some answers, all of a kind, of which none came long after the one before it. */
export function lastRun<Item extends { atMs: number }>(
  items: readonly Item[],
  isSame: (item: Item) => boolean,
  everyMs: number,
): Item[] {
  const end = items.findLastIndex((item, index) => {
    const pauseMs = (items[index + 1]?.atMs ?? item.atMs) - item.atMs;
    return !isSame(item) || pauseMs > staleAfterMs(everyMs);
  });
  return items.slice(end + 1);
}
