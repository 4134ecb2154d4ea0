import { gateVerdictSchema, type GateResult, type GateVerdict } from "../../model/gate-result.ts";
import type { GateRequest } from "./request.ts";

const WORDS: Readonly<Record<GateVerdict, string>> = { pass: "passed", fail: "closed", inconclusive: "not known" };
const FORECASTS: Readonly<Record<GateVerdict, string>> = { ...WORDS, pass: "passes" };
const WIDTH = Math.max(...gateVerdictSchema.options.map((verdict) => WORDS[verdict].length));

/** What an operator reads of gates that did not let a release through: every gate, and of each that is closed why, and what to do. */
export function describeClosed({ service, color, release }: GateRequest, results: readonly GateResult[]): string {
  const closed = results.filter(({ verdict }) => verdict !== "pass");
  const width = Math.max(...results.map(({ gate }) => gate.length));
  return [
    `${service}: ${closed.length} of ${results.length} ${results.length === 1 ? "gate" : "gates"} before a release ` +
      `${closed.length === 1 ? "is" : "are"} closed to ${color} (version ${release.version}); its containers and the traffic stay as they are.`,
    ...results.flatMap((result) => rowsOf(result, width)),
  ].join("\n");
}

/** One line for a preview: what a gate says now. */
export function describeForecast({ gate, verdict, seen }: GateResult): string {
  return `gate ${gate}: ${FORECASTS[verdict]}: ${seenText(seen, verdict)}`;
}

/** What begins with the word that stands before it does not say it again. */
function seenText(seen: string, verdict: GateVerdict): string {
  const said = `${WORDS[verdict]}: `;
  return seen.startsWith(said) ? seen.slice(said.length) : seen;
}

function rowsOf({ gate, verdict, asked, seen, wanted, remedy }: GateResult, width: number): string[] {
  const row = `  ${gate.padEnd(width)}  ${WORDS[verdict].padEnd(WIDTH)}  ${seenText(seen, verdict)}`;
  if (verdict === "pass") return [row];
  const indent = " ".repeat(width + 4);
  return [
    row,
    `${indent}asked: ${asked}`,
    `${indent}wanted: ${wanted}`,
    ...(remedy === null ? [] : [`${indent}what to do: ${remedy}`]),
  ];
}
