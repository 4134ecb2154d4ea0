/** A part of an answer, and what the next one is asked for with; undefined after the last. */
export interface Page<Item> {
  items: readonly Item[] | undefined;
  next: string | undefined;
}

/** All items of a list that AWS gives out in parts. */
export async function everyItem<Item>(ask: (from: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let from: string | undefined;
  do {
    const { items, next } = await ask(from);
    all.push(...(items ?? []));
    from = next;
  } while (from !== undefined && from !== "");
  return all;
}

/** Asks about many things as few at a time as AWS takes in one call, side by side; none asks nothing. */
export async function inLots<Thing, Item>(
  things: readonly Thing[],
  size: number,
  ask: (lot: Thing[]) => Promise<readonly Item[] | undefined>,
): Promise<Item[]> {
  const lots = Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  );
  return (await Promise.all(lots.map(ask))).flatMap((items) => items ?? []);
}
