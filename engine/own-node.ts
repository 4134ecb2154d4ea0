import { delimiter, dirname } from "node:path";

/** A PATH on which the Node.js that runs us comes first: the one that stands on the user's may be too old for what we start. */
export function ownNodeFirst(path: string | undefined): string {
  const own = dirname(process.execPath);
  return path === undefined || path === "" ? own : [own, path].join(delimiter);
}
