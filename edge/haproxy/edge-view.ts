import { colorSchema, type Color } from "../../model/color.ts";
import { backendName } from "../../model/names.ts";
import { partSchema, recordSchema, type EdgeRecord, type ServicePart } from "../../model/record.ts";
import type { Session } from "./session.ts";

/** Where one worker sends a service's traffic. */
export interface WorkerView {
  pid: string;
  /** A worker that a reload has replaced, and that only ends what it began. */
  old: boolean;
  /** Null sends it to nobody; `newest` hands it over to the newest worker. */
  sendsTo: Color | "newest" | null;
}

/** What the edge says of one service. */
export interface EdgeView {
  record: EdgeRecord | null;
  part: ServicePart | null;
  workers: readonly WorkerView[];
}

const QUICK_MS = 20_000;

/** Reads record, part and routing of the session's service. */
export async function readEdge(session: Session, service: string): Promise<EdgeView> {
  const { lines } = await session.ask("open", QUICK_MS);
  const [record, part, ...workers] = lines;
  return {
    record: recordSchema.nullable().parse(JSON.parse(record ?? "null")),
    part: partSchema.nullable().parse(JSON.parse(part ?? "null")),
    workers: parseWorkers(workers, service),
  };
}

/** Asks every running worker where it sends the service's traffic. */
export async function readRouting(session: Session, service: string): Promise<readonly WorkerView[]> {
  const { lines } = await session.ask("routing", QUICK_MS);
  return parseWorkers(lines, service);
}

/** Reads lines of `new|old PID POOL`. */
export function parseWorkers(lines: readonly string[], service: string): WorkerView[] {
  return lines.flatMap((line) => {
    const [age, pid, pool] = line.split(" ");
    if (pid === undefined || pool === undefined) return [];
    return [{ pid, old: age === "old", sendsTo: pool === "handover" ? "newest" : colorOf(pool, service) }];
  });
}

function colorOf(pool: string, service: string): Color | null {
  return colorSchema.options.find((color) => pool === backendName(service, color)) ?? null;
}
