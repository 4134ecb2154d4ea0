import { backendName } from "../../model/names.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Disturbed, StandIn } from "../stand-in.ts";
import { PATHS } from "./paths.ts";
import { OPEN_SUFFIX, slotName } from "./pool-names.ts";
import { whileItLasts } from "./while-it-lasts.ts";

/**
 * Has the slots of a color lead to stand-ins while `act` goes on, and to its replicas again once that has ended or this process has; so
 * they do in an edge that is started again. Throws where the proxy does not take it.
 */
export async function leadSlots<T>(
  edge: RunningEdge,
  { service, color }: Disturbed,
  standIns: readonly StandIn[],
  act: () => Promise<T>,
): Promise<T> {
  const pools = ["", OPEN_SUFFIX].map((suffix) => backendName(service, color) + suffix);
  const lead = (to: (standIn: StandIn) => string) => {
    const commands = standIns.flatMap((standIn, index) =>
      pools.map((pool) => `set server ${pool}/${slotName(index)} fqdn ${to(standIn)}`),
    );
    return `echo '${commands.join(";")}' | socat -t5 - UNIX-CONNECT:${PATHS.statsSocket}`; // names, none of which has a quote
  };
  const passing = { begin: lead(({ standIn }) => standIn), end: lead(({ replica }) => replica) };
  return await whileItLasts(edge, passing, async (said) => {
    const led = said.filter((line) => line.includes(" changed its FQDN from ")).length;
    if (led < pools.length * standIns.length) throw new Error(`the proxy leads no slots elsewhere: ${said.join(" ")}`);
    return await act();
  });
}
