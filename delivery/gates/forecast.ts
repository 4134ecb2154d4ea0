import type { Gates } from "../../model/gates/gates.ts";
import { describeForecast } from "./describe.ts";
import type { GateContext } from "./gate.ts";
import { runGates } from "./run-gates.ts";

/** What every declared gate says now, a line each, for a preview: nothing is closed by it. */
export async function forecastGates(gates: Gates, context: GateContext): Promise<string[]> {
  return (await runGates(gates, context)).map(describeForecast);
}
