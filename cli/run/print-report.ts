import { EXIT } from "../../model/errors.ts";
import type { Display } from "../display/display.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { renderValue } from "../display/render-value.ts";
import type { RunReport } from "./execute.ts";

/** Prints how a run ended: with `--json` the report itself; else outputs to stdout, and a failure to stderr. */
export function printReport(report: RunReport, display: Display, { json }: { json: boolean }): void {
  process.exitCode = report.exitCode;
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  if (report.ok) printDone(report);
  else printFailure(report, display);
}

function printDone({ command, verdicts, outputs }: RunReport): void {
  const paint = paintFor(takesColors(process.stderr));
  for (const verdict of verdicts) {
    if (verdict.verb !== "cutover" || verdict.switchMs === null) continue;
    const move = verdict.from === null ? `starts on ${verdict.to}` : `moved ${verdict.from} → ${verdict.to}`;
    const took = `switched in ${Math.round(verdict.switchMs)} ms`;
    process.stderr.write(`${paint("green", `${verdict.service}: traffic ${move}, ${took}`)}\n`);
  }
  if (command === "up" && Object.keys(outputs).length > 0) process.stdout.write(renderValue(outputs));
}

function printFailure({ command, error, next, exitCode }: RunReport, display: Display): void {
  const paint = paintFor(takesColors(process.stderr));
  const all = (error ?? "").split("\n").filter((line) => line.trim() !== "" && !isShown(line, display));
  const lines = exitCode === EXIT.policy ? [] : all; // each refusal was shown where it happened
  const what = exitCode === EXIT.interrupted ? "was stopped" : "failed";
  const head = paint(["red", "bold"], `tidegate ${command} ${what}${lines.length === 0 ? "." : ":"}`);
  const text = [head, ...lines, ...(next === undefined ? [] : [paint("bold", next)])];
  process.stderr.write(`${text.join("\n")}\n`);
}

/** An engine puts the resource's name before what it has reported without. */
function isShown(line: string, display: Display): boolean {
  return display.hasShown(line) || display.hasShown(line.replace(/^[\w-]+: /, ""));
}
