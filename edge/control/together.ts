import type { Switch } from "../session.ts";

/** Says of each switch that is an event, in the ledger and in the record of its service, which others are made with it. */
export function together(changes: readonly Switch[], group: string | undefined): Switch[] {
  const movers = changes.filter(({ facts }) => facts !== undefined && facts.from?.color !== facts.to?.color);
  const services = movers.map(({ service }) => service);
  return changes.map((change) => {
    const { facts } = change;
    if (facts === undefined) return change;
    if (group === undefined || movers.length === 1 || !movers.includes(change)) return { ...change, movedWith: null };
    const others = movers.filter(({ service }) => service !== change.service);
    const movedWith = { group, services: others.map(({ service, generation }) => ({ service, generation })) };
    return { ...change, movedWith, facts: { ...facts, group: { name: group, services } } };
  });
}
