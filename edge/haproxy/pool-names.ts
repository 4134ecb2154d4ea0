/** What the name of a pool's twin ends with, that has the same slots and asks for no health. */
export const OPEN_SUFFIX = "-open";

/** What the proxy calls the slot of a replica. */
export function slotName(index: number): string {
  return `slot${index}`;
}
