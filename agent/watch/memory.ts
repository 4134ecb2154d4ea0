import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { recordSchema, type EdgeRecord } from "../../model/record.ts";
import { standstillSchema, type Standstill } from "../../model/standstill.ts";
import { moveReplicas, replicasSeenSchema, type ReplicasSeen } from "../guard/replicas-seen.ts";
import { progressSchema, type Progress } from "./progress.ts";

const memorySchema = z.strictObject({
  /** Unix time in ms, by the host's clock, at which it was written. */
  atMs: z.int(),
  services: z.record(z.string(), progressSchema),
  /** As they were found then: what has changed since is told. */
  records: z.record(z.string(), recordSchema),
  /** Left out by older agents. */
  replicas: z.record(z.string(), replicasSeenSchema).default({}),
  standstills: z.record(z.string(), standstillSchema).default({}),
});

/** By service, how far what is watched of it is. */
export type ProgressByService = Readonly<Record<string, Progress>>;

/** What an agent keeps over its end. */
export interface Memory {
  atMs: number;
  services: ProgressByService;
  records: Readonly<Record<string, EdgeRecord>>;
  /** What was seen of the replicas of services that have a guard. */
  replicas: Readonly<Record<string, ReplicasSeen>>;
  /** Releases that stood still. */
  standstills: Readonly<Record<string, Standstill>>;
}

/** The same, by a host's clock that was set ahead by so many ms: what was seen stays as long ago as it was. */
export function moveMemory({ atMs, services, records, replicas, standstills }: Memory, byMs: number): Memory {
  const moved = Object.entries(services).map(([service, progress]) => {
    return [service, { ...progress, sinceMs: progress.sinceMs + byMs }] as const;
  });
  const standing = Object.entries(standstills).map(([service, standstill]) => {
    return [service, { ...standstill, since: standstill.since + byMs }] as const;
  });
  return {
    atMs: atMs + byMs,
    services: Object.fromEntries(moved),
    records,
    replicas: moveReplicas(replicas, byMs),
    standstills: Object.fromEntries(standing),
  };
}

/** What was watched before this process began; null where there is no such file, or none that can be read: steps begin again. */
export async function loadMemory(path: string): Promise<Memory | null> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null; // a step that lasts longer harms nobody
  }
}

/** Replaces the file at one moment. */
export async function saveMemory(path: string, memory: Memory): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(memory), { mode: 0o600 });
  await rename(`${path}.next`, path);
}
