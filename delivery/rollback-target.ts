import { COLORS, otherColor, type Color } from "../model/color.ts";
import { InputError } from "../model/errors.ts";
import type { EdgeRecord, ServicePart } from "../model/record.ts";
import type { SealedRelease } from "../model/release.ts";
import { holdText } from "../plan/hold-problems.ts";

/** What is known of a service: who has served, and the releases that its colors are now. */
export interface Remembered {
  record: EdgeRecord | null;
  part: Pick<ServicePart, "releases"> | null;
}

/** Where a rollback moves the traffic. */
export interface RollbackTarget {
  from: Color;
  to: Color;
  /** What `to` has served with. */
  sealed: SealedRelease;
  /** Number of the switch. */
  generation: number;
  /** Whether `to` still is what it has served with; else it has to be made again before traffic can go there. */
  isThere: boolean;
  /** Whether it was itself rolled back, and is gone to because it was named. */
  isHeld: boolean;
}

/**
 * The release that served before the one that does, on the other color, as the edge remembers it; null where the wanted version serves
 * already. Throws an InputError, which says what there is instead, when nothing can be gone back to, or not to the version that is wanted.
 */
export function rollbackTarget(
  service: string,
  { record, part }: Remembered,
  wanted: string | undefined,
): RollbackTarget | null {
  if (record?.active == null) throw new InputError(`${service}: no color serves, so there is nothing to go back from.`);
  const { active: from, sealed, generation } = record;
  if (wanted !== undefined && sealed[from]?.release.version === wanted) return null;
  const to = otherColor(from);
  const before = sealed[to];
  const refuse = (why: string) => new InputError(`${service}: ${why} ${holdings(record, part)}`);
  if (before === null) throw refuse(`${to} has never served, so there is nothing to go back to.`);
  if (wanted !== undefined && before.release.version !== wanted) {
    throw refuse(`version ${wanted} is not there to go back to.`);
  }
  const { hold } = record;
  const isHeld = hold?.hash === before.hash;
  if (wanted === undefined && hold !== undefined && isHeld) {
    throw new InputError(
      `${service}: ${holdText(hold)}, so that going back would be going forward to it. ` +
        `\`tidegate rollback ${service} --to ${before.release.version}\` does it nevertheless.`,
    );
  }
  const serving = sealed[from]?.release;
  if (wanted === undefined && serving?.phase === "contract") {
    throw new InputError(
      `${service}: version ${serving.version}, which serves, is of \`phase: contract\`: it took away what version ` +
        `${before.release.version} needs. \`tidegate rollback ${service} --to ${before.release.version}\` does it nevertheless.`,
    );
  }
  const isThere = part?.releases[to]?.hash === before.hash;
  return { from, to, sealed: before, generation: generation + 1, isThere, isHeld };
}

/** `It has 2.0.0 on green, which serves, and 1.0.0 on blue.` and what to do about it. */
function holdings(record: EdgeRecord, part: Remembered["part"]): string {
  const colors = COLORS.toSorted((a) => (a === record.active ? -1 : 1)).flatMap((color) => {
    const release = part?.releases[color]?.release;
    return release === undefined
      ? []
      : [`${release.version} on ${color}${color === record.active ? ", which serves" : ""}`];
  });
  return `It has ${colors.join(", and ")}. Put what is wanted into the idle color and run \`tidegate up\`.`;
}
