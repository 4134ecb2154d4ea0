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

/** Tasks that run of every ECS service, in the server's count of them: it starts none by itself. */
export const RUNNING_TASKS = 2;

/** Starts one on a port of loopback. What it is told to have is gone when it stops. */
export async function startMoto(): Promise<RunningMoto> {
  const program = motoServer(REPOSITORY);
  if (!existsSync(program)) throw new Error("no moto; `npm test` fetches one");
  const [port] = await freePorts(1);
  const args = ["-H", "127.0.0.1", "-p", String(port)];
  const env = { ...process.env, MOTO_ECS_SERVICE_RUNNING: String(RUNNING_TASKS) };
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
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
  const keepTasks = async () => {
    const transition = { progression: "manual", times: 1e6 }; // a task would come nearer to its end with each look at it
    const body = JSON.stringify({ model_name: "ecs::task", transition });
    const headers = { "content-type": "application/json" };
    const asked = await fetch(`${endpoint}/moto-api/state-manager/set-transition`, { method: "POST", headers, body });
    return asked.ok ? true : undefined;
  };
  try {
    await waitUntil("an answer of moto", keepTasks);
  } catch (error) {
    await stop();
    throw new Error(said, { cause: error });
  }
  return { endpoint, stop };
}
