import type Docker from "dockerode";
import { statusOf } from "../docker/connect.ts";
import { execIn } from "../docker/exec.ts";
import { colorSchema, type Color } from "../model/color.ts";
import { InputError } from "../model/errors.ts";
import { edgeContainerName, replicaName, type StackId } from "../model/names.ts";
import { PATHS } from "./paths.ts";

/** A replica as the proxy sees it. */
export interface ServerStatus {
  /** Name of its container. */
  name: string;
  /** The proxy's word: `UP`, `DOWN`, `UP 1/3`, `MAINT` (out of use), `MAINT (resolution)` (no such name). */
  health: string;
  /** Last check, `L7OK 200`; empty before the first. */
  lastCheck: string;
  /** Requests since the newest worker started, which is since the last reload. */
  requests: number;
  /** Of these, answers of 500 and above, and those that never came. */
  errors: number;
}

export interface ColorStatus {
  /** Slots that have a container; the others are left out. */
  servers: readonly ServerStatus[];
  requests: number;
  errors: number;
}

/** By service and color. */
export type EdgeStatus = Readonly<Record<string, Partial<Record<Color, ColorStatus>>>>;

const UNRESOLVED = "MAINT (resolution)";

/** Asks the proxy's newest worker how its servers do. Throws an InputError when the edge does not run. */
export async function readStatus(docker: Docker, id: StackId): Promise<EdgeStatus> {
  const edge = edgeContainerName(id);
  const command = ["sh", "-c", `echo 'show stat -1 6 -1' | timeout 10 socat -t5 - UNIX-CONNECT:${PATHS.statsSocket}`];
  let why: string;
  try {
    const { exitCode, stdout, stderr } = await execIn(docker, edge, command);
    if (exitCode === 0) return parseStatus(stdout, id);
    why = stderr.trim();
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    why = "it does not run"; // the engine's word for missing and stopped alike: no process can be started in it
  }
  throw new InputError(`edge: ${edge} does not answer (${why}). Look at \`docker logs ${edge}\`.`);
}

/** Reads the proxy's `show stat`: rows of pools and slots, columns by name. */
export function parseStatus(csv: string, id: StackId): EdgeStatus {
  const [head = "", ...rows] = csv.split("\n");
  const columns = head.replace(/^# /, "").split(",");
  const status: Record<
    string,
    Partial<Record<Color, { servers: ServerStatus[]; requests: number; errors: number }>>
  > = {};
  for (const row of rows) {
    const values = row.split(","); // the columns we read hold no commas and come before those that may
    const value = (name: string) => values[columns.indexOf(name)] ?? "";
    const number = (name: string) => Number(value(name) || 0);
    const [service = "", pool = ""] = value("pxname").split(".");
    const color = colorSchema.safeParse(pool);
    const slot = /^slot(\d+)$/.exec(value("svname"))?.[1];
    if (!color.success || (slot === undefined && value("svname") !== "BACKEND")) continue;
    const colors = (status[service] ??= {});
    const entry = (colors[color.data] ??= { servers: [], requests: 0, errors: 0 });
    const requests =
      number("hrsp_1xx") + number("hrsp_2xx") + number("hrsp_3xx") + number("hrsp_4xx") + number("hrsp_5xx");
    const errors = number("hrsp_5xx");
    if (slot === undefined) {
      entry.requests = requests;
      entry.errors = errors;
    } else if (value("status") !== UNRESOLVED) {
      const lastCheck = [value("check_status").replace("* ", ""), value("check_code")].filter(Boolean).join(" ");
      const name = replicaName(id, service, color.data, Number(slot));
      entry.servers.push({ name, health: value("status"), lastCheck, requests, errors });
    }
  }
  return status;
}
