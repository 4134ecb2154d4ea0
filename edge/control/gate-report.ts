import { durationMs } from "../../model/duration.ts";
import type { Finding, GateArgs } from "./gate.ts";
import { lastLogLines } from "../log-lines.ts";
import { readUsage } from "../read-usage.ts";
import { bitingLimits, usageText, type Usage } from "../usage.ts";
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
  const usage = await readUsage(
    args.edge.docker,
    findings.flatMap(({ replica }) => replica?.id ?? []),
  );
  const rows = await Promise.all(
    findings.map((finding) => reportReplica(args, finding, usage.get(finding.replica?.id ?? ""))),
  );
  const red = findings.filter(({ missing }) => missing !== null).length;
  return [
    `${task.service}: ${task.color} (version ${task.version}) did not pass the gate within ${part.gate.within}: ` +
      `${red} of ${findings.length} replicas red; traffic stays where it is.`,
    ...rows.flat(),
  ].join("\n");
}

async function reportReplica(
  { edge, session, task, part }: GateArgs,
  finding: Finding,
  usage: Usage | undefined,
): Promise<string[]> {
  const { replica, slot, missing, index } = finding;
  const name = replica?.name ?? `replica ${index}`;
  const check = slot === undefined ? "no slot" : [slot.status, slot.check, slot.code].filter(Boolean).join(" ");
  const state = replica === null ? "none" : `${replica.state}, restarts ${replica.restarts}`;
  const row = `  ${name}  container: ${state}  proxy: ${check}`;
  const limits =
    usage === undefined ? [] : [`    ${usageText(usage)}`, ...bitingLimits(usage).map((bite) => `    It ${bite}`)];
  if (missing === null) return [`${row}  passed`, ...limits];
  const release = part.releases[task.color]?.release;
  if (replica === null || release === undefined) return [row, `    ${explain(finding, task, undefined, [])}`];
  const ports = replica.state === "running" ? await listeningPorts(edge.docker, session, replica) : undefined;
  const words = await lastLogLines(edge.docker, replica.id);
  const withinMs = durationMs(part.gate.within);
  return [
    row,
    `    ${explain(finding, task, { release, withinMs, passes: part.gate.passes }, ports)}`,
    ...limits,
    ...words.map((line) => `    | ${line}`),
  ];
}
