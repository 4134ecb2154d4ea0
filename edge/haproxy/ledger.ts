import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { walkFiles } from "../../docker/read-files.ts";
import { edgeContainerName, ledgerVolumeName, type StackId } from "../../model/names.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { PATHS } from "./paths.ts";
import { throughHelper } from "./through-helper.ts";

const SEGMENT = /\/(\d{6,})\.jsonl$/;
/** An entry that is being written stands there whole a moment later. */
const SETTLE_MS = 200;

export async function readLedger(docker: Docker, id: StackId): Promise<string> {
  const edge = await unlessMissing(docker.getContainer(edgeContainerName(id)).inspect());
  const hasLedger = edge?.Mounts.some(({ Destination }) => Destination === PATHS.ledger) === true;
  if (edge === undefined || !hasLedger) return await readOrphaned(docker, id, edge?.Image);
  const { Running, Paused, Restarting } = edge.State;
  if (!Running || Paused || Restarting) return await readSegments(docker, edge.Id);
  const waiting = await readWaiting(docker, edge.Id);
  const written = await readSegments(docker, edge.Id);
  if (waiting !== "") return behind(written, waiting);
  if (written === "" || written.endsWith("\n")) return written;
  await sleep(SETTLE_MS);
  return await readSegments(docker, edge.Id);
}

/** Entries for which the disk has no room yet. */
async function readWaiting(docker: Docker, edge: string): Promise<string> {
  const { stdout } = await execIn(docker, edge, ["sh", "-c", `cat ${PATHS.ledgerWaiting} 2>/dev/null || true`]);
  return stdout;
}

/** What waits begins with a word on a torn line before it, and may have been written meanwhile. */
function behind(written: string, waiting: string): string {
  const whole = written.slice(0, written.lastIndexOf("\n") + 1);
  return whole.endsWith(waiting) ? whole : whole + waiting;
}

/** What an edge that is gone has left: nothing that tidegate does removes it. */
async function readOrphaned(docker: Docker, id: StackId, edgeImage: string | undefined): Promise<string> {
  const volume = ledgerVolumeName(id);
  if ((await unlessMissing(docker.getVolume(volume).inspect())) === undefined) return "";
  const image = edgeImage ?? (await docker.listImages())[0]?.Id ?? EDGE_IMAGE;
  const mount = { volume, target: PATHS.ledger, image };
  return (await throughHelper(docker, mount, (helper) => readSegments(docker, helper))) ?? "";
}

/** All files in the order of their numbers, which is that of their age. */
async function readSegments(docker: Docker, container: string): Promise<string> {
  const segments: { number: number; text: string }[] = [];
  for await (const [name, text] of walkFiles(docker, container, PATHS.ledger)) {
    const number = SEGMENT.exec(name)?.[1];
    if (number !== undefined) segments.push({ number: Number(number), text });
  }
  return segments
    .toSorted((a, b) => a.number - b.number)
    .map(({ text }) => text)
    .join("");
}
