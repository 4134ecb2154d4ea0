import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { motoServer } from "../../../setup/steps/moto.ts";
import { freePorts } from "../free-port.ts";
import { keepProcessOutput } from "../kept-output.ts";
import { REPOSITORY } from "../repository.ts";
import { waitUntil } from "../wait-until.ts";

/** A server that speaks AWS's protocols, with an account of its own. */
export interface RunningMoto {
  /** `http://127.0.0.1:port`, the endpoint of every service. */
  endpoint: string;
  stop: () => Promise<void>;
}

/** Starts one on a port of loopback. What it is told to have is gone when it stops. */
export async function startMoto(): Promise<RunningMoto> {
  const program = motoServer(REPOSITORY);
  if (!existsSync(program)) throw new Error("no moto; `npm test` fetches one");
  const [port] = await freePorts(1);
  const args = ["-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  }
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill();
    await ended;
    keepProcessOutput([program, ...args], said);
  };
  const isThere = async () => ((await fetch(`${endpoint}/moto-api/data.json`)).ok ? true : undefined);
  try {
    await waitUntil("an answer of moto", isThere);
  } catch (error) {
    await stop();
    throw new Error(said, { cause: error });
  }
  return { endpoint, stop };
}
