import { renderShare } from "../../model/canary.ts";
import { EXIT } from "../../model/errors.ts";
import { headLine } from "../../model/ledger-state.ts";
import type { Display } from "../display/display.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { renderValue } from "../display/render-value.ts";
import { summaryText } from "../display/step-text.ts";
import { RUN_RESULTS, type RunReport } from "./run-report.ts";

/**
 * Prints how a run ended: with `--json` the report itself; else what it came to to stdout, and a failure to stderr. `said`: what
 * the user called, where that is another command.
 */
export function printReport(
  report: RunReport,
  display: Display,
  { json, said = report.command }: { json: boolean; said?: string },
): void {
  process.exitCode = report.exitCode;
  if (json) {
    const { command, exitCode, ...data } = report;
    RUN_RESULTS[command].print(data, exitCode);
    return;
  }
  if (report.error === undefined) printDone(report);
  else printFailure(report, display, said);
  if (report.head !== null) process.stdout.write(`${headLine(report.head)}\n`);
}

function printDone({ command, stack, changes, verdicts, outputs }: RunReport): void {
  const paint = paintFor(takesColors(process.stdout));
  const moves = verdicts.flatMap(({ verb, service, from, to, share, switchMs }) => {
    if ((verb !== "cutover" && verb !== "abort-canary") || switchMs === null) return [];
    const move = from === null ? `starts on ${to}` : `moved ${from} → ${to}`;
    const what = share === undefined ? "traffic" : `${renderShare(share)} of the clients`;
    return [paint("green", `${service}: ${what} ${move}, switched in ${Math.round(switchMs)} ms`)];
  });
  const hasActed = command === "up" || command === "destroy";
  // On a terminal it stands above already.
  const isShown = process.stdout.isTTY && process.stderr.isTTY;
  const summary = hasActed && !isShown ? [`${stack}: ${summaryText(changes, false)}`] : [];
  for (const line of [...summary, ...moves]) process.stdout.write(`${line}\n`);
  if (command === "up" && Object.keys(outputs).length > 0) process.stdout.write(renderValue(outputs));
}

function printFailure({ error, next, exitCode }: RunReport, display: Display, said: string): void {
  const paint = paintFor(takesColors(process.stderr));
  const all = (error ?? "").split("\n").filter((line) => line.trim() !== "" && !isShown(line, display));
  const lines = exitCode === EXIT.policy ? [] : all; // each refusal was shown where it happened
  const what = exitCode === EXIT.interrupted ? "was stopped" : "failed";
  const head = paint(["red", "bold"], `tidegate ${said} ${what}${lines.length === 0 ? "." : ":"}`);
  const text = [head, ...lines, ...(next === undefined ? [] : [paint("bold", next)])];
  process.stderr.write(`${text.join("\n")}\n`);
}

/** An engine puts the resource's name before what it has reported without. */
function isShown(line: string, display: Display): boolean {
  return display.hasShown(line) || display.hasShown(line.replace(/^[\w-]+: /, ""));
}
