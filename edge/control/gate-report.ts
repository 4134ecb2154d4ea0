import { durationMs } from "../../model/duration.ts";
import type { Release } from "../../model/release.ts";
import type { Gate } from "../../model/service.ts";
import type { Route } from "../../model/route.ts";
import { lastLogLines } from "../log-lines.ts";
import { readUsage } from "../read-usage.ts";
import { checkedHost } from "../checked-host.ts";
import { bitingLimits, usageText, type Usage } from "../usage.ts";
import { explain } from "./explain-finding.ts";
import type { Finding, GateArgs, GateEnd } from "./finding.ts";
import { listeningPorts } from "./listening-ports.ts";
import { requestTo } from "../smoke/requests.ts";
import type { Session } from "../session.ts";

/**
 * What the operator reads when the gate says no: one row per replica with what the engine and the proxy see of it, what
 * that means, and the last words of those that did not pass.
 */
export async function reportGate(args: GateArgs, findings: readonly Finding[], end: GateEnd): Promise<string> {
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
    `${task.service}: ${task.color} (version ${task.version}) did not pass the gate${endText(end, part.gate)}: ` +
      `${red} of ${findings.length} replicas red; traffic stays where it is.`,
    ...rows.flat(),
  ].join("\n");
}

function endText(end: GateEnd, { within, restarts }: Gate): string {
  if (end === "late") return ` within ${within}`;
  return end === "crashing" ? `, because it crashes again and again (\`gate.restarts\`: ${restarts})` : "";
}

async function reportReplica(
  { edge, session, task, part }: GateArgs,
  finding: Finding,
  usage: Usage | undefined,
): Promise<string[]> {
  const { replica, slot, missing, index } = finding;
  const name = replica?.name ?? `replica ${index}`;
  const check = slot === undefined ? "no slot" : [slot.words, slot.code].filter(Boolean).join(" ");
  const state = replica === null ? "none" : `${replica.state}, restarts ${replica.restarts}`;
  const row = `  ${name}  container: ${state}  proxy: ${check}`;
  const limits =
    usage === undefined ? [] : [`    ${usageText(usage)}`, ...bitingLimits(usage).map((bite) => `    It ${bite}`)];
  if (missing === null) return [`${row}  passed`, ...limits];
  const release = part.releases[task.color]?.release;
  if (replica === null || release === undefined) return [row, `    ${explain(finding, task, undefined, [])}`];
  const ports = replica.state === "running" ? await listeningPorts(edge.docker, session, replica) : undefined;
  const words = await lastLogLines(edge.docker, replica.id);
  const redirect = await redirectOf(session, release, finding, part.route);
  const withinMs = durationMs(part.gate.within);
  return [
    row,
    `    ${explain(finding, task, { release, withinMs, passes: part.gate.passes, redirect }, ports)}`,
    ...limits,
    ...words.map((line) => `    | ${line}`),
  ];
}

/** Where a replica that answers its health check with a redirect sends it: the proxy keeps the status only. */
async function redirectOf(
  session: Session,
  { port, health }: Release,
  { replica, slot }: Finding,
  route: Route,
): Promise<string | undefined> {
  const isRedirect = slot?.check === "wrong-status" && slot.code !== undefined && slot.code >= 300 && slot.code < 400;
  if (!isRedirect || replica?.address === undefined) return undefined;
  const request = requestTo({ address: `${replica.address}:${health.port ?? port}` }, checkedHost(health, route), {
    path: health.path,
    within: health.timeout,
  });
  return (await session.send(request)).redirect;
}
