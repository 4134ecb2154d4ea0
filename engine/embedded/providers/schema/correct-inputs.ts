import type { PlainObject } from "../../provider.ts";
import { diffInputs } from "./diff.ts";
import type { Table } from "./property.ts";

/**
 * The inputs of the state after a refresh: each input that was set and reads otherwise now takes the value read. What
 * reads the same keeps its spelling (order of a set, left-out defaults), and what was never set stays so.
 */
export function correctInputs(table: Table, inputs: PlainObject, actual: PlainObject): PlainObject {
  const corrected: PlainObject = {};
  for (const [name, value] of Object.entries(inputs)) {
    const property = table[name];
    const now = actual[name];
    const same =
      property === undefined ||
      now === undefined ||
      diffInputs({ [name]: property }, { [name]: now }, { [name]: value }).changes.length === 0;
    corrected[name] = same ? value : now;
  }
  return corrected;
}
