import { declaredGates, type Gates } from "../../model/gates/gates.ts";
import type { GateResult } from "../../model/gate-result.ts";
import { GATES } from "./all-gates.ts";
import type { GateContext } from "./gate.ts";

/** Asks every gate that is declared, all at the same time; each has its deadline, so that this ends. */
export function runGates(gates: Gates, context: GateContext): Promise<GateResult[]> {
  return Promise.all(declaredGates(gates).map((id) => GATES[id].ask(gates, context)));
}
