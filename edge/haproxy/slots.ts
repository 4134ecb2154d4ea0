import type { Color } from "../../model/color.ts";
import type { CheckEnd, Slot } from "../session.ts";
import type { Conversation } from "./conversation.ts";

/** Reads all slots of a color. Remembers what it read last, to tell how a check ended while the next one is being made. */
export function slotReader(conversation: Conversation): (color: Color) => Promise<Slot[]> {
  const earlier: Partial<Record<Color, Slot[]>> = {};
  return async (color) => {
    const { lines } = await conversation.ask(`slots ${color}`, 20_000);
    const [clock, ...csv] = lines;
    return (earlier[color] = withEarlierLook(parseSlots(csv, Number(clock)), earlier[color] ?? []));
  };
}

/**
 * Reads the proxy's `show stat`, whose first line names the columns. While a check is being made, of the one before it
 * the proxy says only the kind of its end: neither the code nor the text.
 */
export function parseSlots(csv: readonly string[], now: number): Slot[] {
  const head = csv.find((line) => line.startsWith("# "));
  if (head === undefined) return [];
  const columns = head.slice(2).split(",");
  return csv.flatMap((line) => {
    const values = splitCsv(line);
    const value = (name: string) => values[columns.indexOf(name)] ?? "";
    const index = /^slot(\d+)$/.exec(value("svname"))?.[1];
    if (index === undefined) return [];
    const status = value("status"); // `UP`, `DOWN`, `UP 1/3`, `MAINT`, `MAINT (resolution)`
    const check = value("check_status");
    return [
      {
        index: Number(index),
        address: /^(.+):\d+$/.exec(value("addr"))?.[1],
        isUp: status === "UP",
        isOut: !/^UP\b/.test(status),
        since: now - (Number(value("lastchg")) + 1) * 1000, // the proxy counts whole seconds
        passed: Number(/^DOWN (\d+)\//.exec(status)?.[1] ?? 0),
        check: parseCheck(check, value("last_chk")),
        code: checkCode(value("check_code")),
        words: [status, check.replace("* ", "")].filter((word) => word !== "").join(" "),
      },
    ];
  });
}

/** The status that a check was answered with. The proxy says 0 for a moment, while the next check is being made. */
export function checkCode(column: string): number | undefined {
  return Number(column) || undefined;
}

/**
 * How a check ended (HAProxy's management guide, `show stat`, field `check_status`, `* ` before it while the next one is
 * being made), and what else is said of it.
 */
function parseCheck(check: string, detail: string): CheckEnd | undefined {
  if (check === "* L7RSP") return "wrong-answer";
  switch (check.replace("* ", "")) {
    case "":
      return undefined;
    case "L7OK":
    case "L7OKC":
      return "passed";
    case "L7STS":
      return "wrong-status";
    case "L7TOUT":
      return "timeout";
    case "L7RSP":
      return detail.startsWith("HTTP content check") ? "wrong-text" : "no-http";
    case "L4CON":
      return "refused";
    case "L4TOUT":
      return "unreachable";
    default:
      return "other";
  }
}

/** What was read, with what an earlier look has found of a check's end where this one came in the middle of the next check. */
export function withEarlierLook(slots: readonly Slot[], earlier: readonly Slot[]): Slot[] {
  return slots.map((slot) => {
    const before = earlier.find(({ index, check }) => index === slot.index && mayBe(slot.check, check));
    return { ...slot, check: before?.check ?? slot.check, code: slot.code ?? before?.code };
  });
}

function mayBe(check: CheckEnd | undefined, before: CheckEnd | undefined): boolean {
  return check === before || (check === "wrong-answer" && (before === "wrong-text" || before === "no-http"));
}

function splitCsv(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
