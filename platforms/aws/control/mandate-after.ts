import type { Mandate } from "../../../edge/control/mandate.ts";

/** The same mandate, under which nothing begins that must not be broken off before `first` has been done. */
export function mandateAfter(mandate: Mandate, first: () => Promise<void>): Omit<Mandate, "assertStands"> {
  return {
    isStopRequested: () => mandate.isStopRequested(),
    during: (wait) => mandate.during(wait),
    atomically: (act) =>
      mandate.atomically(async () => {
        await first();
        return await act();
      }),
  };
}
