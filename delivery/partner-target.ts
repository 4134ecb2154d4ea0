import type { EdgeView } from "../edge/session.ts";
import { InputError } from "../model/errors.ts";
import { otherColor } from "../model/color.ts";
import type { MovedWith } from "../model/record.ts";
import { rollbackTarget, type RollbackTarget } from "./rollback-target.ts";

type Partner = MovedWith["services"][number];

/** The service that goes back, and what was asked of it. */
export interface Leader {
  service: string;
  target: RollbackTarget;
  /** Whether a version was named: then what is held, or takes away what another needs, is gone from nevertheless. */
  isNamed: boolean;
}

/**
 * Where a service goes back to because another one does that it was moved together with. Null where it stays: it had not served before,
 * or is gone. Throws an InputError, which says what to do instead, where the two cannot go back together.
 */
export function partnerTarget(
  { service }: Partner,
  view: Pick<EdgeView, "record" | "part">,
  leader: Leader,
): RollbackTarget | null {
  const alone = `\`tidegate rollback ${leader.service} --alone\` leaves ${service} where it is.`;
  const refuse = (why: string) =>
    new InputError(`${leader.service}: the last switch moved it together with ${service}, and ${why} ${alone}`);
  const { record } = view;
  if (record?.active == null) return null;
  // Each switch that moves traffic says anew who moved with it.
  const isTogether = record.movedWith?.services.some((other) => other.service === leader.service) === true;
  if (!isTogether) throw refuse(`traffic of ${service} has been switched since. Go back with ${service} first;`);
  const before = record.sealed[otherColor(record.active)];
  if (before === null) return null;
  const target = rollbackIn(service, view, leader.isNamed ? before.release.version : undefined, alone);
  if (target === null) return null;
  if (!leader.target.isThere) {
    const { to, sealed } = leader.target;
    throw refuse(
      `${to} is not version ${sealed.release.version} of ${leader.service} any more. Only one service at a time is made again;`,
    );
  }
  if (target.isThere) return target;
  const { to, sealed } = target;
  throw refuse(`${to} of ${service} is not version ${sealed.release.version} any more. Go back with ${service} first;`);
}

/** What keeps the other from going back is said of it, and how to do without. */
function rollbackIn(
  service: string,
  view: Pick<EdgeView, "record" | "part">,
  wanted: string | undefined,
  alone: string,
): RollbackTarget | null {
  try {
    return rollbackTarget(service, view, wanted);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}\nBoth moved together: \`--to\` takes both back; ${alone}`, { cause: error });
  }
}
