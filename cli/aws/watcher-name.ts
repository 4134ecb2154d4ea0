import { readChange } from "../../model/change.ts";
import { thisUser } from "../../model/this-user.ts";

/** Who watches a release from here, for the ledger. */
export function watcherName(): string {
  return `tidegate watch of ${readChange(process.env, thisUser()).actor.name}`;
}
