import { agentBeatSchema } from "../../model/agent-beat.ts";
import { colorSchema, type Color } from "../../model/color.ts";
import { backendName } from "../../model/names.ts";
import { ledgerStateSchema } from "../../model/ledger-state.ts";
import { appliedSchema, recordSchema, type EdgeRecord } from "../../model/record.ts";
import type { EdgeMemory } from "../proxy.ts";

/** Reads what `observe.sh` in the edge prints. Throws for anything it does not know. */
export function parseMemory(text: string): EdgeMemory {
  const memory: Omit<EdgeMemory, "workers" | "records"> & { records: EdgeRecord[] } = { base: null, records: [] };
  const workers: { handsOver: boolean; sendsTo: Record<string, Color> }[] = [];
  for (const line of text.split("\n")) {
    const [kind = "", ...rest] = line.split(" ");
    const worker = workers.at(-1);
    if (kind === "base") memory.base = appliedSchema.nullable().parse(JSON.parse(rest.join(" ")));
    else if (kind === "record") memory.records.push(recordSchema.parse(JSON.parse(rest.join(" "))));
    else if (kind === "ledger") memory.ledger = ledgerStateSchema.parse(JSON.parse(rest.join(" ")));
    else if (kind === "agent") memory.agent = parseAgent(rest);
    else if (kind === "worker") workers.push({ handsOver: false, sendsTo: {} });
    else if (kind === "handover" && worker !== undefined) worker.handsOver = true;
    else if (kind === "map" && worker !== undefined) {
      const [service = "", pool = ""] = rest;
      const color = colorSchema.options.find((candidate) => pool === backendName(service, candidate));
      if (color !== undefined) worker.sendsTo[service] = color;
    } else if (line !== "") throw new Error(`the edge said ${JSON.stringify(line)}`);
  }
  return { ...memory, workers };
}

/** A sign of life that a crash has cut off is none: nobody waits for the disk with it. */
function parseAgent([clock, ...beat]: readonly string[]): NonNullable<EdgeMemory["agent"]> {
  const now = Number(clock);
  try {
    return { now, beat: agentBeatSchema.parse(JSON.parse(beat.join(" "))) };
  } catch {
    return { now, beat: null };
  }
}

/** The memory of an edge that does not run, from files on its volume: that of the base part, and those of the records by name. */
export function parseFiles({
  base,
  records,
}: {
  base: string | undefined;
  records: ReadonlyMap<string, string>;
}): EdgeMemory {
  return {
    base: base === undefined ? null : appliedSchema.parse(JSON.parse(base)),
    records: [...records]
      .filter(([name]) => name.endsWith(".json"))
      .map(([, text]) => recordSchema.parse(JSON.parse(text))),
    workers: [],
  };
}
