import type { StepInfo, StepOp } from "../../engine/events.ts";
import type { DiffLine } from "./value-diff.ts";
import { changeWords } from "./change-words.ts";
import { diffLines } from "./value-diff.ts";
import type { Paint, Style } from "./paint.ts";

interface OpLook {
  symbol: string;
  style: Style;
  planned: string;
  running: string;
  done: string;
}

export const OPS: Readonly<Record<StepOp, OpLook>> = {
  same: { symbol: "=", style: "dim", planned: "unchanged", running: "looking at", done: "unchanged" },
  create: { symbol: "+", style: "green", planned: "create", running: "creating", done: "created" },
  update: { symbol: "~", style: "yellow", planned: "update", running: "updating", done: "updated" },
  replace: { symbol: "±", style: "magenta", planned: "replace", running: "replacing", done: "replaced" },
  delete: { symbol: "-", style: "red", planned: "delete", running: "deleting", done: "deleted" },
  read: { symbol: ">", style: "cyan", planned: "read", running: "reading", done: "read" },
  refresh: { symbol: "?", style: "cyan", planned: "refresh", running: "looking at", done: "looked at" },
};

/** In the words of a stack's file, or every value as it is. */
export type ChangesShown = "words" | "values";

/** `+ created   shop-green-0  docker:Container  0.8s`. */
export function stepLine(
  step: StepInfo,
  words: "planned" | "running" | "done",
  paint: Paint,
  elapsedMs?: number,
): string {
  const look = OPS[step.op];
  const time = elapsedMs === undefined ? "" : paint("dim", `  ${renderSeconds(elapsedMs)}`);
  const action = look[words].padEnd(9);
  return `${paint(look.style, `${look.symbol} ${action}`)} ${step.name}  ${paint("dim", shortType(step.type))}${time}`;
}

/** What a step changes, a line per difference, indented below its own line: in words, or all values as they are. */
export function changeLines(step: StepInfo, paint: Paint, how: ChangesShown): string[] {
  const lines = how === "words" ? changeWords(step) : valueLines(step);
  return lines.map(({ replaces = false, ...line }) => {
    const note = replaces ? paint("magenta", "  (replaces)") : "";
    return `      ${renderDiffLine(line, paint)}${note}`;
  });
}

function valueLines({ changes }: StepInfo): DiffLine[] {
  return changes.flatMap((change) =>
    diffLines(change).map((line, index) => (index === 0 && change.replaces ? { ...line, replaces: true } : line)),
  );
}

function renderDiffLine({ kind, text }: DiffLine, paint: Paint): string {
  if (kind === "add") return paint("green", `+ ${text}`);
  if (kind === "remove") return paint("red", `- ${text}`);
  return kind === "change" ? paint("yellow", `~ ${text}`) : `  ${text}`;
}

/** `docker:index/container:Container` → `docker:Container`. */
export function shortType(type: string): string {
  const parts = type.split(":");
  return parts.length < 3 ? type : `${parts[0]}:${parts.at(-1)}`;
}

/** Type of the resource a URN names: `urn:pulumi:stack::project::parentType$type::name`. */
export function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

export function nameOfUrn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** `0.8s`, `12s`, `2m05s`. */
export function renderSeconds(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}s`;
}

/** `2 to create, 1 to update, 14 unchanged`, the words fitting a preview or a run. */
export function summaryText(changes: Readonly<Partial<Record<StepOp, number>>>, isPreview: boolean): string {
  const order: StepOp[] = ["create", "update", "replace", "delete", "read", "refresh", "same"];
  const parts = order.flatMap((op) => {
    const count = changes[op] ?? 0;
    if (count === 0) return [];
    const look = OPS[op];
    return [op === "same" || !isPreview ? `${count} ${look.done}` : `${count} to ${look.planned}`];
  });
  return parts.length === 0 ? "nothing to do" : parts.join(", ");
}
