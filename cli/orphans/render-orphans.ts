import type { Foreign, Orphan } from "../../delivery/retention/find-orphans.ts";
import { LOCAL_HOST } from "../../docker/connect.ts";
import type { StackHost } from "../../model/hosts.ts";
import type { Paint } from "../display/paint.ts";

/** What is on one host. */
export interface HostOrphans {
  host: StackHost;
  /** What could not be read, so that nothing of it is judged, a sentence each. */
  unread: readonly string[];
  orphans: readonly Orphan[];
  foreign: readonly Foreign[];
}

/** Each with the reason and the command that removes it, rubbish first and data last; host by host where there are several. */
export function renderOrphans(found: readonly HostOrphans[], paint: Paint): string {
  const blocks = found.map((each) => {
    const head = found.length === 1 ? [] : [paint("bold", each.host.name)];
    return [...head, ...hostLines(each, paint)].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** The command that removes one, as a shell on this machine takes it. */
export function removalOf({ kind, name, stack, remedy }: Orphan, { address }: StackHost): string {
  if (remedy === "prune") return `tidegate prune -s ${stack}`;
  const docker = address === LOCAL_HOST ? "docker" : `docker -H ${address}`;
  return kind === "container" ? `${docker} rm -f ${name}` : `${docker} ${kind} rm ${name}`;
}

function hostLines({ host, unread, orphans, foreign }: HostOrphans, paint: Paint): string[] {
  const linesOf = (holds: Orphan["holds"]) =>
    orphans
      .filter((orphan) => orphan.holds === holds)
      .flatMap((orphan) => [`${nameOf(orphan)}  ${orphan.why}`, `  ${paint("dim", removalOf(orphan, host))}`]);
  const rubbish = linesOf("nothing");
  const data = linesOf("data");
  return [
    ...(rubbish.length === 0 ? [] : [paint("bold", "No stack owns these:"), ...rubbish, ""]),
    ...(data.length === 0
      ? []
      : [paint("bold", "Data that nothing uses. Copy what you need before it goes:"), ...data, ""]),
    ...unread.map((what) => `${paint("yellow", "!")} ${what}`),
    ...foreign.map(
      ({ project, stack, count }) => `${project}-${stack}, of another project, has ${count} here: ask there.`,
    ),
    summaryOf(orphans),
  ];
}

function nameOf({ kind, name, state }: Orphan): string {
  return `${kind} ${name}${state === null ? "" : ` (${state})`}`;
}

function summaryOf(orphans: readonly Orphan[]): string {
  if (orphans.length === 0) return "No orphans.";
  const data = orphans.filter(({ holds }) => holds === "data").length;
  const ofData = data === 0 ? "" : `, ${data} of them data`;
  return `${orphans.length} ${orphans.length === 1 ? "orphan" : "orphans"}${ofData}. Nothing was changed.`;
}
