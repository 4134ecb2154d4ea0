import { createServer } from "node:net";
import { join } from "node:path";
import type Docker from "dockerode";
import { LOCAL_HOST } from "../../docker/connect.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { FIRST_PORT, LAST_PORT } from "./choose-listen.ts";
import { listStacks } from "../project/find-project.ts";

const PORTS = Array.from({ length: LAST_PORT - FIRST_PORT + 1 }, (_, index) => FIRST_PORT + index);
/** How many ports beyond those that are known to be taken are tried on this machine. */
const TRIED = 40;

/** Ports that the engine's containers publish, that the project's other stacks name, or that programs of this machine hold. */
export async function takenPorts(docker: Docker, host: string, projectDir: string): Promise<ReadonlySet<number>> {
  const containers = await docker.listContainers({ all: true });
  const published = containers.flatMap(({ Ports }) => Ports.map(({ PublicPort }) => PublicPort));
  const named = listStacks(projectDir).flatMap((stack) => namedPorts(join(projectDir, `Pulumi.${stack}.yaml`)));
  const taken = new Set([...published, ...named]);
  if (host !== LOCAL_HOST) return taken;
  const candidates = PORTS.filter((port) => !taken.has(port)).slice(0, TRIED);
  const held = await Promise.all(candidates.map(async (port) => ((await isFree(port)) ? [] : [port])));
  return new Set([...taken, ...held.flat()]);
}

/** Read as text, because a stack's file with a mistake in it holds its ports all the same. */
function namedPorts(file: string): number[] {
  const text = readTextFile(file);
  return [...text.matchAll(/^\s*(?:http|https|preview):\s*["']?\S+?:(\d{1,5})\b/gm)].map(([, port]) => Number(port));
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
