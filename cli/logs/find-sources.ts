import type Docker from "dockerode";
import type { Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { LABEL, stackPrefix, type StackId } from "../../model/names.ts";

/** A container whose log is shown, and what its lines begin with. */
export interface LogSource {
  id: string;
  /** `shop-blue-0`, `edge`, `agent`. */
  label: string;
  /** It has an access log beside what it prints. */
  isEdge: boolean;
}

export interface LogFilter {
  service?: string;
  color?: Color;
  replica?: number;
  /** The log of one of these instead of the replicas'. */
  of?: "edge" | "agent";
}

/** The containers of a stack that a filter names, sorted; throws an InputError that tells which there are when none fits. */
export async function findLogSources(docker: Docker, id: StackId, filter: LogFilter): Promise<LogSource[]> {
  const found = await docker.listContainers({
    all: true,
    filters: { label: [`${LABEL.project}=${id.project}`, `${LABEL.stack}=${id.stack}`] },
  });
  const all = found
    .map(({ Id, Names, Labels }) => ({ id: Id, labels: Labels, label: shortName(Names[0] ?? Id, id) }))
    .filter(({ labels }) => labels[LABEL.role] !== "helper") // there for a moment, and without a log
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const wanted = all.filter(({ labels, label }) => fits(labels, label, filter));
  if (wanted.length > 0) {
    return wanted.map(({ id, label, labels }) => ({ id, label, isEdge: labels[LABEL.role] === "edge" }));
  }
  const names = all.map(({ label }) => label).join(", ") || "none";
  throw new InputError(
    `logs: no container of ${id.stack} fits. It has: ${names}. Correct the service, color or replica.`,
  );
}

function fits(labels: Readonly<Record<string, string>>, label: string, filter: LogFilter): boolean {
  const role = labels[LABEL.role];
  if (filter.of !== undefined) return role === filter.of;
  if (role !== "replica") return false;
  if (filter.service !== undefined && labels[LABEL.service] !== filter.service) return false;
  if (filter.color !== undefined && labels[LABEL.color] !== filter.color) return false;
  return filter.replica === undefined || label.endsWith(`-${filter.replica}`);
}

/** The container's name without the stack's prefix. */
function shortName(name: string, id: StackId): string {
  const plain = name.replace(/^\//, "");
  const prefix = `${stackPrefix(id)}-`;
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
}
