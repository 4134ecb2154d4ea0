import { readChange, type Change } from "../../model/change.ts";
import { thisUser } from "../../model/this-user.ts";
import type { ScenarioName } from "../../model/drills.ts";

/** What the ledger says of whatever a scenario does; a hold that it left is known by its reason. */
export function drillChange(name: ScenarioName): Change {
  return { ...readChange(process.env, thisUser()), reason: `drill: ${name}`, drill: name };
}
