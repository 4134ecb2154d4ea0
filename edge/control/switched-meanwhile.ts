import { BusyError } from "../../model/errors.ts";

/** Somebody else made a switch between the look at the host and this one. */
export function switchedMeanwhile(service: string, found: number, wanted: number): BusyError {
  return new BusyError(
    `${service}: someone switched meanwhile (switch number ${found}, this run was to make number ${wanted}). Run again.`,
  );
}
