import type Docker from "dockerode";
import { haproxy } from "../../edge/haproxy/index.ts";
import { readLogLines } from "../../edge/log-lines.ts";
import type { Figure } from "./figures.ts";

/** What the edge prints of lines that its access log is short of. */
const LOST = /^access log: (\d+) lines of \S+ are lost$/;
/** More lines than an edge prints. */
const ALL = 100_000;

/** How many lines an edge's access log has lost in the life of its container, as the edge says. */
export async function lostLines(docker: Docker, edge: string): Promise<number> {
  const printed = await readLogLines(docker, edge, ALL);
  return printed.reduce((sum, line) => sum + Number(LOST.exec(line)?.[1] ?? 0), 0);
}

/** Whether the log had every request of what was measured before: its throughput is worth nothing where it leaves lines out. */
export async function measureLoss({ docker, edge }: { docker: Docker; edge: string }): Promise<Figure> {
  const [last = "{}"] = await haproxy.readAccessLog(docker, edge, 1);
  const { sequence = -1 } = JSON.parse(last) as { sequence?: number }; // a line of the proxy's own encoder
  const lost = await lostLines(docker, edge);
  return {
    what: "lines of the access log that were lost meanwhile",
    figure: `${lost} of ${sequence + 1}`,
    target: "0",
    ratio: lost === 0 ? 0 : null,
  };
}
