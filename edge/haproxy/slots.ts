import type { Color } from "../../model/color.ts";
import type { Session } from "./session.ts";

/** A replica's place in the proxy, as the newest worker sees it. */
export interface Slot {
  index: number;
  /** IP address it sends to; undefined while the name does not resolve. */
  address: string | undefined;
  /** The proxy's word: `UP`, `DOWN`, `UP 1/3`, `MAINT`, `MAINT (resolution)`. */
  status: string;
  /** Clock of the edge, in ms, at which it came into this state at the earliest: the proxy counts whole seconds. */
  since: number;
  /** Result of the last check: `L7OK`, `L4CON`, `L7STS`, …; empty before the first. */
  check: string;
  /** HTTP status of the last check; undefined while the next one is being made. */
  code: number | undefined;
  checkMs: number | undefined;
  /** What the proxy says of the last check beyond `check`. */
  detail: string;
}

/** Reads all slots of a color. */
export async function readSlots(session: Session, color: Color): Promise<Slot[]> {
  const { lines } = await session.ask(`slots ${color}`, 20_000);
  const [clock, ...csv] = lines;
  return parseSlots(csv, Number(clock));
}

/** Reads the proxy's `show stat`, whose first line names the columns. */
export function parseSlots(csv: readonly string[], now: number): Slot[] {
  const head = csv.find((line) => line.startsWith("# "));
  if (head === undefined) return [];
  const columns = head.slice(2).split(",");
  return csv.flatMap((line) => {
    const values = splitCsv(line);
    const value = (name: string) => values[columns.indexOf(name)] ?? "";
    const index = /^slot(\d+)$/.exec(value("svname"))?.[1];
    if (index === undefined) return [];
    return [
      {
        index: Number(index),
        address: /^(.+):\d+$/.exec(value("addr"))?.[1],
        status: value("status"),
        since: now - (Number(value("lastchg")) + 1) * 1000,
        check: value("check_status").replace("* ", ""),
        code: optionalNumber(value("check_code")) || undefined, // 0 for a moment, while the next check is being made
        checkMs: optionalNumber(value("check_duration")),
        detail: value("last_chk"),
      },
    ];
  });
}

/** What was read, with the status that an earlier look has found where this one came in the middle of a check. */
export function withEarlierCodes(slots: readonly Slot[], earlier: readonly Slot[]): Slot[] {
  return slots.map((slot) => {
    const before = earlier.find(({ index, check }) => index === slot.index && check === slot.check);
    return { ...slot, code: slot.code ?? before?.code };
  });
}

function optionalNumber(text: string): number | undefined {
  return text === "" ? undefined : Number(text);
}

function splitCsv(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
