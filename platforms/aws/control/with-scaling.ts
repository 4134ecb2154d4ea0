import type { Suspended } from "../../../model/aws/scaling.ts";
import { failPoint } from "../../../model/fail-point.ts";
import { followScaling, scaledColors, suspend } from "./follow-scaling.ts";
import type { Candidate } from "./move.ts";

const GROWS: Suspended = { in: true, out: false };

/**
 * Moves traffic so that auto scaling goes with it, where a service has any: the color that is to serve may grow before it has the first request,
 * and afterwards whoever serves by then scales.
 */
export async function withScaling<T>({ args, found }: Candidate, move: () => Promise<T>): Promise<T> {
  const scaled = await scaledColors(args, found);
  const next = scaled[args.color];
  if (next !== undefined) await suspend(args.clients, next, GROWS);
  failPoint("aws:after-resume");
  try {
    return await move();
  } finally {
    await followScaling(args, () => Promise.resolve(scaled), next === undefined ? {} : { [args.color]: GROWS });
    failPoint("aws:after-suspend");
  }
}
