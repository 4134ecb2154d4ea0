import type { Color } from "../../model/color.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { switchedMeanwhile } from "./switched-meanwhile.ts";

/** A switch that is to be made. */
interface Turn {
  service: string;
  color: Color;
  /** Its number. */
  generation: number;
}

/** Returns the color that serves now. Throws a BusyError when this switch is not the next one. */
export function assertTurn({ service, color, generation }: Turn, record: EdgeRecord | null): Color | null {
  if (record === null || record.generation === 0) return record?.active ?? null;
  const isNext = record.generation === generation - 1;
  const isDone = record.generation === generation && record.active === color;
  if (isNext || isDone) return record.active;
  throw switchedMeanwhile(service, record.generation, generation);
}
