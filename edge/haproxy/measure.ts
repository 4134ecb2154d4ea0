import type Docker from "dockerode";
import { statusOf } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { colorSchema, type Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { edgeContainerName, replicaName, type StackId } from "../../model/names.ts";
import type { ColorStatus, EdgeStatus } from "../proxy.ts";
import { PATHS } from "./paths.ts";
import { OPEN_SUFFIX } from "./pool-names.ts";
import { checkCode } from "./slots.ts";

const UNRESOLVED = "MAINT (resolution)";

/** Asks the proxy's newest worker how its servers do. Throws an InputError when the edge does not run. */
export async function measure(docker: Docker, id: StackId): Promise<EdgeStatus> {
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
  const pools = readPools(csv);
  const status: Record<string, Partial<Record<Color, ColorStatus>>> = {};
  for (const [pool, { row, slots }] of pools) {
    const [service = "", name] = pool.split(".");
    const color = colorSchema.safeParse(name);
    if (!color.success || row === undefined) continue;
    const open = pools.get(`${pool}${OPEN_SUFFIX}`);
    const servers = [...slots]
      .filter(([, slot]) => slot.value("status") !== UNRESOLVED)
      .map(([index, slot]) => ({
        name: replicaName(id, service, color.data, index),
        health: slot.value("status"),
        lastCheck: [slot.value("check_status").replace("* ", ""), checkCode(slot.value("check_code"))]
          .filter(Boolean)
          .join(" "),
        ...countAnswers(slot, open?.slots.get(index)),
      }));
    (status[service] ??= {})[color.data] = {
      servers,
      ...countAnswers(row, open?.row),
      degraded: row.value("status") === "DOWN" && open?.row?.value("status") === "UP",
      degradedRequests: countAnswers(open?.row).requests,
    };
  }
  return status;
}

interface Row {
  value: (column: string) => string;
}

interface PoolRows {
  /** Of the pool as a whole. */
  row: Row | undefined;
  /** By index. */
  slots: Map<number, Row>;
}

function readPools(csv: string): Map<string, PoolRows> {
  const [head = "", ...lines] = csv.split("\n");
  const columns = head.replace(/^# /, "").split(",");
  const pools = new Map<string, PoolRows>();
  for (const line of lines) {
    const values = line.split(","); // the columns we read hold no commas and come before those that may
    const row: Row = { value: (column) => values[columns.indexOf(column)] ?? "" };
    const pool = pools.get(row.value("pxname")) ?? { row: undefined, slots: new Map<number, Row>() };
    pools.set(row.value("pxname"), pool);
    const slot = /^slot(\d+)$/.exec(row.value("svname"))?.[1];
    if (slot !== undefined) pool.slots.set(Number(slot), row);
    else if (row.value("svname") === "BACKEND") pool.row = row;
  }
  return pools;
}

const ANSWERS = ["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx"];

/** Requests and failures of a pool or slot and of its twin. */
function countAnswers(...rows: readonly (Row | undefined)[]): { requests: number; errors: number } {
  const count = (column: string) => rows.reduce((sum, row) => sum + Number(row?.value(column) ?? 0), 0);
  return { requests: ANSWERS.reduce((sum, column) => sum + count(column), 0), errors: count("hrsp_5xx") };
}
