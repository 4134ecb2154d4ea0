import type { EdgeView } from "../edge/session.ts";
import { InputError } from "../model/errors.ts";
import { otherColor } from "../model/color.ts";
import type { MovedWith } from "../model/record.ts";
import { rollbackTarget, type RollbackTarget } from "./rollback-target.ts";

type Partner = MovedWith["services"][number];

/**
 * Where a service goes back to because another one does that it was moved together with. Null where it stays: it had not served before.
 * Throws an InputError, which says what to do instead, where the two cannot go back together.
 */
export function partnerTarget(
  { service, generation }: Partner,
  view: Pick<EdgeView, "record" | "part">,
  first: { service: string; target: RollbackTarget },
): RollbackTarget | null {
  const refuse = (why: string) =>
    new InputError(
      `${first.service}: the last switch moved it together with ${service}, and ${why} ` +
        `\`tidegate rollback ${first.service} --alone\` leaves ${service} where it is.`,
    );
  const { record } = view;
  if (record?.active == null || record.generation !== generation) {
    throw refuse(`traffic of ${service} has been switched since. Go back with ${service} first;`);
  }
  if (record.sealed[otherColor(record.active)] === null) return null;
  const target = rollbackTarget(service, view, undefined);
  if (target === null) return null;
  if (!first.target.isThere) {
    const { to, sealed } = first.target;
    throw refuse(
      `${to} is not version ${sealed.release.version} of ${first.service} any more. Only one service at a time is made again;`,
    );
  }
  if (target.isThere) return target;
  const { to, sealed } = target;
  throw refuse(`${to} of ${service} is not version ${sealed.release.version} any more. Go back with ${service} first;`);
}
