import { usageText } from "../../edge/usage.ts";
import type { Paint } from "../display/paint.ts";
import { reviewText } from "../../delivery/awaited-review.ts";
import { canaryText } from "../../plan/canary-text.ts";
import { moment } from "../display/moment.ts";
import { holdText } from "../../plan/hold-problems.ts";
import { COLORS, otherColor, type Color } from "../../model/color.ts";
import { agentTrouble } from "../../model/agent-trouble.ts";
import { messageOn } from "../../model/hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { renderNotifications } from "../notify/render-notifications.ts";
import type { ServiceReport, StatusReport } from "./status-report.ts";
import type { RuleReport, TasksReport } from "./aws-report.ts";
import { stateText } from "./differences.ts";
import { PLATFORM_WORDS } from "./platform-words.ts";
import { standstillText } from "./standstill.ts";
import { isReplicaUp } from "./is-replica-up.ts";

/** The status for people: what serves first, what is wrong last, where the eye rests. */
export function renderStatus(status: StatusReport, paint: Paint): string {
  const { hosts } = status.observed;
  const isUp = status.edge.state === "running" && status.proxyError === null;
  const lines = [
    `${paint("bold", status.stack)} on ${status.host}  environment ${status.environment ?? "none yet"}`,
    ...hosts.map((host) => messageOn(hosts, host, edgeLine(PLATFORM_WORDS[status.platform].edge, host, isUp, paint))),
    ...(status.lease === null ? [] : [`lease ${leaseText(status.lease)}`]),
    ...hosts.flatMap((host) => agentLines(host, paint).map((line) => messageOn(hosts, host, line))),
    ...(status.notifications === null ? [] : renderNotifications(status.notifications, paint)),
    ...Object.entries(status.services).flatMap(([name, service]) => ["", ...serviceLines(name, service, isUp, paint)]),
    "",
    ...(status.asDeclared
      ? [paint("green", agreement(status))]
      : status.differences.map((difference) => `${paint("yellow", "!")} ${difference}`)),
    ...status.warnings.map((warning) => `${paint("yellow", "!")} ${warning}`),
  ];
  return `${lines.join("\n")}\n`;
}

function edgeLine(name: string, { edge }: ObservedHost, isUp: boolean, paint: Paint): string {
  const { state, ports, workers } = edge ?? { state: "missing", ports: [], workers: 0 };
  const old = workers > 1 ? `  ${workers} workers (old ones finish their connections)` : "";
  return `${name}  ${paint(isUp ? "green" : "red", state)}  ${ports.join("  ")}${old}`;
}

function leaseText({ by, command, since, lastBeat }: NonNullable<StatusReport["lease"]>): string {
  return `held by ${by} since ${moment(since)}, with \`${command}\`; last sign of life ${moment(lastBeat)}`;
}

function agentLines({ agent }: ObservedHost, paint: Paint): string[] {
  if (agent == null) return [];
  const trouble = agentTrouble(agent);
  const isSilent = trouble !== undefined && agent.state === "running";
  const state = paint(trouble === undefined ? "green" : "red", isSilent ? `running, ${trouble}` : agent.state);
  return [`agent ${state}  ${agent.version ?? "has not said anything yet"}`];
}

function agreement({ compared, services }: StatusReport): string {
  if (compared) return "Declared and running state agree.";
  const what = Object.keys(services).length === 0 ? "Nothing runs." : "What runs is well.";
  return `${what} The stack's file declares no services, the program does: \`tidegate preview\` compares.`;
}

function serviceLines(name: string, service: ServiceReport, isUp: boolean, paint: Paint): string[] {
  const versions = service.active.flatMap((color) => service.colors[color].versions);
  const colors = service.active.map((color) => paint([color, "bold"], color)).join(" and ");
  const serves =
    service.active.length === 0
      ? paint("yellow", "no color serves yet")
      : `${colors} ${isUp ? servesWord(service) : "would serve, were the edge up:"} ${versions.join(", ")}`;
  return [
    `${paint("bold", name)}  ${serves}${service.degraded ? `  ${paint("red", "degraded")}` : ""}`,
    ...(service.rule === null ? [] : [`  rule   ${ruleText(service.rule)}`]),
    ...COLORS.flatMap((color) => colorLines(color, service, paint)),
    ...canaryLines(service, paint),
    ...standstillLines(service, paint),
    ...(service.movedWith === null ? [] : [`  group  ${groupText(service.movedWith)}`]),
    ...(service.hold === null ? [] : [`  ${paint("yellow", "held")}   ${holdText(service.hold)}`]),
    ...service.reviews.map((review) => `  ${paint("yellow", "review")} ${reviewText(review, Date.now())}`),
  ];
}

/** The color that its clients go over to is the one that they do not come from. */
function canaryLines({ canary }: ServiceReport, paint: Paint): string[] {
  if (canary === null) return [];
  return [`  ${paint("yellow", "canary")} ${canaryText(canary, otherColor(canary.from), Date.now())}`];
}

function standstillLines({ standstill }: ServiceReport, paint: Paint): string[] {
  if (standstill === null) return [];
  return [`  ${paint("yellow", standstillText(standstill))}`, `  ${standstill.next}`];
}

function groupText({ group, services }: NonNullable<ServiceReport["movedWith"]>): string {
  return `${group}: moved together with ${services.map(({ service }) => service).join(", ")}`;
}

function servesWord({ active }: ServiceReport): string {
  return active.length === 1 ? "serves" : "serve";
}

function colorLines(color: Color, { colors, canary }: ServiceReport, paint: Paint): string[] {
  const report = colors[color];
  if (report.replicas.length === 0) return [`  ${color.padEnd(5)}  ${paint("dim", "empty")}`];
  const role = color === canary?.from ? "stable" : report.active ? "active" : "idle";
  const sealed = report.sealed ? "sealed" : "";
  const counters =
    report.requests === null
      ? tasksText(report.tasks, paint)
      : `requests ${report.requests}  ${paint((report.errors ?? 0) > 0 ? "red" : "dim", `failed ${report.errors}`)}`;
  const head = `  ${color.padEnd(5)}  ${role.padEnd(6)}  ${report.versions.join(", ")} ${paint("dim", sealed)}  ${counters}`;
  return [
    head.trimEnd(),
    ...report.replicas.map((replica) => {
      const usage = replica.usage === null ? "" : `  ${paint("dim", usageText(replica.usage))}`;
      const isUp = report.tasks === null ? isReplicaUp(replica) : replica.state === "running";
      return `    ${replica.name}  ${paint(isUp ? "green" : "red", stateText(replica))}${usage}`;
    }),
  ];
}

function ruleText({ blue, green, others }: RuleReport): string {
  return `blue ${blue}, green ${green}${others === 0 ? "" : `, others ${others}`}`;
}

function tasksText(tasks: TasksReport | null, paint: Paint): string {
  if (tasks === null) return "";
  const { wanted, running, targets, healthy } = tasks;
  const isWell = running >= wanted && healthy === targets && healthy >= wanted;
  const text = `${running} of ${wanted} tasks run, ${healthy} of ${targets} targets healthy`;
  return paint(isWell ? "dim" : "red", text);
}
