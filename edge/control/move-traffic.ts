import { candidate, isThere, prove, type Candidate, type Endeavor, type Member, type Proved } from "./candidate.ts";
import { sealAndSwitch, type Moved } from "./seal-and-switch.ts";
import { ControlError } from "./verdict-file.ts";

export interface MoveArgs extends Endeavor {
  /** At least one, each once. */
  members: readonly Member[];
}

/**
 * Gate, smoke, seal and switch, verify: all traffic of services goes to a color each, at one moment, once every one of them has proved
 * itself; where one does not, none moves. Where it goes there already, everything is asserted and verified again and nothing changes; of
 * a group only what moves is looked at.
 */
export async function moveTraffic({ members, ...endeavor }: MoveArgs): Promise<Moved[]> {
  const candidates = members.map((member) => candidate(endeavor, member));
  const settled = await Promise.all(candidates.map((each) => isSettled(each)));
  const proved = await proveAll(
    endeavor,
    candidates.filter((_, index) => settled[index] === false),
  );
  const moved = await endeavor.mandate.atomically(() => sealAndSwitch(proved));
  return candidates.map(({ task, from }) => {
    return moved.find((one) => one.task === task) ?? { task, from, moved: null, canary: null, head: null };
  });
}

/** Of a group: it is where it is to be, with this release, and has proved itself. It must not hold up the others, however it is now. */
async function isSettled(found: Candidate): Promise<boolean> {
  const { task, view, session } = found;
  const { group, generation } = task;
  if (group === undefined || !isThere(found) || view.record?.generation !== generation) return false;
  return !(await session.isOpen(generation));
}

/** All of them are asked to the end, so that whoever mends one knows of the others. */
async function proveAll(endeavor: Endeavor, candidates: readonly Candidate[]): Promise<Proved[]> {
  const ends = await Promise.allSettled(candidates.map((each) => prove(endeavor, each)));
  const reds = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  if (reds.length > 0) throw noneMoves(candidates, reds);
  return ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
}

/** Says of a group what is red in it; what is no verdict on any of them is thrown as it is. */
function noneMoves(candidates: readonly Candidate[], reds: readonly unknown[]): unknown {
  const group = candidates[0]?.task.group;
  const verdicts = reds.filter((red) => red instanceof ControlError);
  const [first] = verdicts;
  if (group === undefined || first === undefined || verdicts.length < reds.length) {
    return reds.find((red) => !(red instanceof ControlError)) ?? first;
  }
  const names = candidates.map(({ task }) => task.service).join(", ");
  const lines = [
    ...new Set(verdicts.map(({ message }) => message)), // one that was interrupted says so of all
    `Group ${group} moves together or not at all: none of ${names} was moved.`,
  ];
  return new ControlError(lines.join("\n"), first.exitCode, first.reason, first.details);
}
