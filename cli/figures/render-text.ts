import { safeText } from "../../model/shown-text.ts";
import type { FiguresReport } from "../../delivery/figures/report.ts";
import type { Paint } from "../display/paint.ts";
import { wrap } from "../display/wrap.ts";
import { doraRows, releaseRows, SLOW_TEXT, type FigureRow } from "./figure-rows.ts";
import { refuserName, refusalCount } from "./refusal-words.ts";
import { SERVICE_COLUMNS } from "./service-cells.ts";
import { observedMs, periodSentences, slowAttempts, subjectText, type FiguresSubject } from "./subject.ts";
import { timeText } from "./words.ts";

const WIDTH = 80;
const INDENT = "  ";
const GAP = "  ";

/** The figures for a terminal of 80 columns, or a plain file. */
export function renderText(report: FiguresReport, subject: FiguresSubject, paint: Paint): string {
  const title = safeText(`Deployments of ${subjectText(subject)}`);
  const { total, services } = report;
  const [dora, releases] = [doraRows(total, observedMs(report)), releaseRows(total)];
  const widths = widthsOf([...dora, ...releases]);
  const sections = [
    { title: "DORA's five figures", lines: rowLines(dora, widths) },
    { title: "Releases", lines: rowLines(releases, widths) },
    { title: "By service", lines: services.length > 1 ? serviceLines(report) : [] },
    { title: "Refused by", lines: refusalLines(report) },
    { title: `Took more than ${SLOW_TEXT}`, lines: slowLines(report) },
  ];
  const shown = sections.filter(({ lines }) => lines.length > 0);
  const lines = [
    ...wrap(title, WIDTH).map((line) => paint("bold", line)),
    ...periodSentences(report).flatMap((sentence) => wrap(sentence, WIDTH)),
    ...shown.flatMap(({ title: of, lines: told }) => ["", paint("bold", of), ...told]),
  ];
  return `${lines.join("\n")}\n`;
}

interface Widths {
  label: number;
  value: number;
}

function widthsOf(rows: readonly FigureRow[]): Widths {
  const widest = (key: keyof Widths) => Math.max(...rows.map((row) => row[key].length));
  return { label: widest("label"), value: widest("value") };
}

/** `label  value  basis`, with all values, and all bases, below each other. */
function rowLines(rows: readonly FigureRow[], widths: Widths): string[] {
  return rows.flatMap(({ label, value, basis }) => {
    const first = INDENT + label.padEnd(widths.label) + GAP + value.padEnd(widths.value) + GAP;
    return wrap(basis, WIDTH, " ".repeat(first.length), first).map((line) => line.trimEnd());
  });
}

/** A line per service, and one of heads above. */
function serviceLines({ services }: FiguresReport): string[] {
  const columns = SERVICE_COLUMNS.filter(({ isNarrow }) => isNarrow);
  const rows = services.map(({ figures }) => columns.map(({ cell }) => cell(figures)));
  const heads = columns.map(({ head }) => head);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const cellsOf = (row: readonly string[]) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(GAP);
  const names = services.map(({ service }) => service);
  return namedLines(["service", ...names], [cellsOf(heads), ...rows.map(cellsOf)]);
}

function refusalLines({ total: { refusals } }: FiguresReport): string[] {
  return namedLines(refusals.map(refuserName), refusals.map(refusalCount));
}

/** `name  rest`, with all rests below each other; a name that there is no room for has a line of its own. */
function namedLines(names: readonly string[], rests: readonly string[]): string[] {
  const room = WIDTH - INDENT.length - GAP.length - Math.max(0, ...rests.map((rest) => rest.length));
  const safe = names.map(safeText);
  const width = Math.min(room, Math.max(0, ...safe.map((name) => name.length)));
  return rests.flatMap((rest, index) => {
    const name = safe[index] ?? "";
    if (name.length <= width) return [INDENT + name.padEnd(width) + GAP + rest];
    return [INDENT + name, INDENT + " ".repeat(width) + GAP + rest];
  });
}

function slowLines(report: FiguresReport): string[] {
  return slowAttempts(report).flatMap(({ number, service, version, toDeployMs }) =>
    wrap(safeText(`#${number} ${service} ${version}: ${timeText(toDeployMs)}`), WIDTH, INDENT.repeat(2), INDENT),
  );
}
