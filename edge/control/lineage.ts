import { readFileSync } from "node:fs";
import { EXIT } from "../../model/errors.ts";
import { ControlError } from "./verdict-file.ts";

/** The processes that started this one. */
export interface Lineage {
  /** Throws a ControlError when one of them is gone: whoever wanted the switch is not there to hear of it. */
  assertAlive(): void;
}

interface Ancestor {
  pid: number;
  parent: number;
  /** Clock ticks from boot to its start: with the pid it names one process for ever. */
  startedAt: string;
  command: string;
}

/** Processes between an engine and this one. */
const BETWEEN = /^(?:sh|bash|dash|timeout|pulumi-resource.*|pulumi-language.*)$/;

/** What an engine's process is called; in a container it may be process 1 itself. */
const ENGINE = /pulumi|node|MainThread/;

/**
 * Remembers the parent, its parent and so on up to the engine, which is the first that is neither a shell nor one of the
 * Pulumi CLI's plugins. An engine that is gone by now has left its place to the process that adopts orphans. Where the
 * system does not tell of processes, only the parent counts.
 */
export function readLineage(): Lineage {
  const parent = process.ppid;
  const ancestors: Ancestor[] = [];
  for (let pid = parent; pid > 0;) {
    const ancestor = readProcess(pid);
    if (ancestor === undefined) break;
    ancestors.push(ancestor);
    if (!BETWEEN.test(ancestor.command)) break;
    pid = ancestor.parent;
  }
  const orphaned = ancestors.some(adoptsOrphans) || (parent === 1 && ancestors.length === 0);
  return {
    assertAlive() {
      const gone = ancestors.find(({ pid, startedAt }) => readProcess(pid)?.startedAt !== startedAt);
      if (!orphaned && process.ppid === parent && gone === undefined) return;
      throw new ControlError(
        `the run that started this cutover is gone (${gone?.command ?? "its parent"}). Nothing was switched; run again.`,
        EXIT.busy,
        "orphaned",
      );
    },
  };
}

function adoptsOrphans({ pid, command }: Ancestor): boolean {
  return command === "systemd" || (pid === 1 && !ENGINE.test(command));
}

/** One process as Linux tells of it in /proc/PID/stat; undefined when it is gone, or a zombie. */
function readProcess(pid: number): Ancestor | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // gone, or no Linux
  }
  // The command stands in parentheses and may hold anything, spaces and parentheses included.
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  return {
    pid,
    parent: Number(fields[1]),
    startedAt: fields[19] ?? "",
    command: stat.slice(stat.indexOf("(") + 1, end),
  };
}
