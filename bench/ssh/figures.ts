import { median } from "../median.ts";

/** One command, over the socket and then over ssh. */
export interface Sample {
  what: string;
  socketMs: number;
  sshMs: number;
  /** Connections that the ssh server let in meanwhile. */
  connections: number;
}

export interface SshFigures {
  what: string;
  runs: number;
  /** Medians. */
  socketMs: number;
  sshMs: number;
  /** The most of any run. */
  connections: number;
}

/** The samples of each command as one row, in the order in which they first came. */
export function summarize(samples: readonly Sample[]): SshFigures[] {
  const names = [...new Set(samples.map(({ what }) => what))];
  return names.map((what) => {
    const own = samples.filter((sample) => sample.what === what);
    return {
      what,
      runs: own.length,
      socketMs: Math.round(median(own.map(({ socketMs }) => socketMs))),
      sshMs: Math.round(median(own.map(({ sshMs }) => sshMs))),
      connections: Math.max(...own.map(({ connections }) => connections)),
    };
  });
}

export function renderSshTable(figures: readonly SshFigures[]): string {
  return [
    "| command | runs | over the socket | over ssh | difference | ssh connections |",
    "| --- | --- | --- | --- | --- | --- |",
    ...figures.map(
      ({ what, runs, socketMs, sshMs, connections }) =>
        `| ${what} | ${runs} | ${socketMs} ms | ${sshMs} ms | ${sshMs - socketMs} ms | ${connections} |`,
    ),
  ].join("\n");
}
