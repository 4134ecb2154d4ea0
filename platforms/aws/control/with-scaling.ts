import { failPoint } from "../../../model/fail-point.ts";
import { followScaling, scaledColors, suspend } from "./follow-scaling.ts";
import type { Candidate } from "./move.ts";

/**
 * Moves traffic so that auto scaling goes with it, where a service has any: the color that is to serve may grow before it has the first request,
 * and afterwards whoever serves by then scales.
 */
export async function withScaling<T>({ args, found }: Candidate, move: () => Promise<T>): Promise<T> {
  const scaled = await scaledColors(args, found);
  const next = scaled[args.color];
  if (next !== undefined) await suspend(args.clients, next, { in: true, out: false });
  failPoint("aws:after-resume");
  try {
    return await move();
  } finally {
    await followScaling(args, () => Promise.resolve(scaled));
    failPoint("aws:after-suspend");
  }
}
