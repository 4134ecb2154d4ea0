import { readFileSync } from "node:fs";

/** The process that another one has started: `pulumi`, where `tidegate` runs that. */
export function childOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  return Number(child);
}
