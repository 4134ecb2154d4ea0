import { execIn } from "../../docker/exec.ts";
import type { RunningEdge } from "../running-edge.ts";
import { PATHS } from "./paths.ts";
import { whileItLasts } from "./while-it-lasts.ts";

/** What may be filled: so little that an edge whose disk is its memory can bear it. */
const MOST_BYTES = 256 * 2 ** 20;

/** The file system below the ledger, the one below a file that every engine keeps with its own data, and the first one's size. */
const LOOK = `stat -c %d ${PATHS.ledger} /etc/hosts; stat -f -c '%b %S' ${PATHS.ledger}`;

/** Why the disk of a ledger must not be filled; undefined where it is one of its own, and small. */
export async function whyNotFill({ docker, container }: RunningEdge): Promise<string | undefined> {
  const { stdout } = await execIn(docker, container, ["sh", "-c", LOOK]);
  return judgeDisk(stdout);
}

/** The same from what the edge says of its file systems. What cannot be read is not filled. */
export function judgeDisk(said: string): string | undefined {
  const [own, engines, blocks, blockBytes] = said.split(/\s+/).map(Number);
  if (own === engines)
    return "its ledger lies on the disk of the container engine, and others there would have no room either";
  const isSmall = (blocks ?? NaN) * (blockBytes ?? NaN) <= MOST_BYTES;
  return isSmall ? undefined : "the disk of its ledger has more than 256 MiB, which would all be filled";
}

/** Leaves the disk of a ledger no room while `act` goes on. What fills it has no name, and goes with the process that has it. */
export async function withFullDisk<T>(edge: RunningEdge, act: () => Promise<T>): Promise<T> {
  const file = `${PATHS.ledger}/filling`;
  const begin = `exec 3>${file}; rm ${file}; dd if=/dev/zero bs=64k >&3 2>/dev/null`;
  return await whileItLasts(edge, { begin }, act);
}
