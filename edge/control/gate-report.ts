import { durationMs } from "../../model/duration.ts";
import type { Finding, GateArgs } from "./gate.ts";
import { lastLogLines } from "./last-log-lines.ts";
import { explain } from "./explain-finding.ts";
import { listeningPorts } from "./listening-ports.ts";

/**
 * What the operator reads when the gate says no: one row per replica with what the engine and the proxy see of it, what
 * that means, and the last words of those that did not pass.
 */
export async function reportGate(args: GateArgs, findings: readonly Finding[]): Promise<string> {
  const { task, part } = args;
  const release = part.releases[task.color]?.release;
  if (release === undefined) throw new Error("the gate was passed for a color without a release");
  const rows = await Promise.all(findings.map((finding) => reportReplica(args, finding)));
  const red = findings.filter(({ missing }) => missing !== null).length;
  return [
    `${task.service}: ${task.color} (version ${task.version}) did not pass the gate within ${part.gate.within}: ` +
      `${red} of ${findings.length} replicas red; traffic stays where it is.`,
    ...rows.flat(),
  ].join("\n");
}

async function reportReplica({ edge, session, task, part }: GateArgs, finding: Finding): Promise<string[]> {
  const { replica, slot, missing, index } = finding;
  const name = replica?.name ?? `replica ${index}`;
  const check = slot === undefined ? "no slot" : [slot.status, slot.check, slot.code].filter(Boolean).join(" ");
  const state = replica === null ? "none" : `${replica.state}, restarts ${replica.restarts}`;
  const row = `  ${name}  container: ${state}  proxy: ${check}`;
  if (missing === null) return [`${row}  passed`];
  const release = part.releases[task.color]?.release;
  if (replica === null || release === undefined) return [row, `    ${explain(finding, task, undefined, [])}`];
  const ports = replica.state === "running" ? await listeningPorts(edge.docker, session, replica) : undefined;
  const words = await lastLogLines(edge.docker, replica.id);
  const withinMs = durationMs(part.gate.within);
  return [
    row,
    `    ${explain(finding, task, { release, withinMs, passes: part.gate.passes }, ports)}`,
    ...words.map((line) => `    | ${line}`),
  ];
}
