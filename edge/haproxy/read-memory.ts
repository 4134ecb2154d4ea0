import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { unlessMissing } from "../../docker/connect.ts";
import { execIn, NO_COMMAND } from "../../docker/exec.ts";
import { readFile, readFiles } from "../../docker/read-files.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { InputError } from "../../model/errors.ts";
import { edgeContainerName, edgeVolumeName, type StackId } from "../../model/names.ts";
import type { EdgeMemory } from "../proxy.ts";
import { parseFiles, parseMemory } from "./edge-memory.ts";
import { PATHS, SCRIPTS } from "./paths.ts";
import { throughHelper } from "./through-helper.ts";

/** An edge that has just been started needs a moment before its workers answer. */
const START_MS = 5_000;
const PAUSE_MS = 100;

/** Reads what the edge remembers: from itself, from its container where it does not run, from its volume where that is gone. */
export async function readMemory(
  docker: Docker,
  id: StackId,
  container: Docker.ContainerInspectInfo | undefined,
  anyImage: string | undefined,
): Promise<EdgeMemory> {
  const nothing: EdgeMemory = { base: null, records: [], workers: [] };
  if (container === undefined) return (await readOrphaned(docker, id, anyImage)) ?? nothing;
  const { Running, Paused, Restarting } = container.State;
  const read = Running && !Paused && !Restarting ? readRunning : readStopped;
  return read(docker, container.Id, edgeContainerName(id));
}

/** Asks a running edge. Throws an InputError when it does not answer. */
async function readRunning(docker: Docker, container: string, name: string): Promise<EdgeMemory> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const { exitCode, stdout, stderr } = await execIn(docker, container, [`${SCRIPTS}/observe.sh`]);
    if (exitCode === 0 && stdout.includes("\nworker ")) return understand(name, () => parseMemory(stdout));
    if (NO_COMMAND.includes(exitCode)) {
      throw new InputError(
        `edge: ${name} comes from a version of tidegate that this one cannot ask. Use that version, or destroy with it first.`,
      );
    }
    if (performance.now() > deadline) {
      throw new InputError(
        `edge: ${name} runs, but does not answer (${stderr.trim() || `exit code ${exitCode}`}). ` +
          `Look at \`docker logs ${name}\`.`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** Reads the volume of an edge that does not run, through its container. */
async function readStopped(docker: Docker, container: string, name: string): Promise<EdgeMemory> {
  const [base, records] = await Promise.all([
    unlessMissing(readFile(docker, container, PATHS.base)),
    unlessMissing(readFiles(docker, container, PATHS.records)),
  ]);
  // A file may be missing; a container that went meanwhile is no edge without a memory.
  if (base === undefined || records === undefined) await docker.getContainer(container).inspect();
  return understand(name, () => parseFiles({ base, records: records ?? new Map() }));
}

/**
 * Reads the volume of an edge whose container is gone, through a container that is made for this and never started. Null
 * when there is no such volume.
 */
async function readOrphaned(docker: Docker, id: StackId, anyImage: string | undefined): Promise<EdgeMemory | null> {
  const volume = edgeVolumeName(id);
  const mount = { volume, target: PATHS.state, image: anyImage ?? EDGE_IMAGE };
  return (await throughHelper(docker, mount, (helper) => readStopped(docker, helper, volume))) ?? null;
}

/** What cannot be read is refused, never guessed. */
function understand(name: string, read: () => EdgeMemory): EdgeMemory {
  try {
    return read();
  } catch (error) {
    throw new InputError(
      `edge: what ${name} remembers cannot be read (${error instanceof Error ? error.message : String(error)}). ` +
        "Was it made by a newer version of tidegate? Use that one. " +
        `Is a record damaged? Remove ${PATHS.state}/records/SERVICE.json there and run \`tidegate up\`: it proves the ` +
        "declared color again and writes the record anew.",
      { cause: error },
    );
  }
}
