import type Docker from "dockerode";
import { expect } from "vitest";
import { haproxy } from "../../edge/haproxy/index.ts";
import { waitUntil } from "./wait-until.ts";

/** What tests look at of a line of an edge's access log; `lost` stands in one that tells of lines that are not there. */
export interface LogLine {
  requestId?: string;
  path: string;
  status: number;
  listener: string;
  worker: number;
  sequence: number;
  lost?: number;
}

/** More lines than any test writes. */
const ALL = 10_000_000;

export async function readLogLines(docker: Docker, edge: string): Promise<LogLine[]> {
  const lines = await haproxy.readAccessLog(docker, edge, ALL);
  return lines.map((line) => JSON.parse(line) as LogLine); // the proxy's own encoder wrote it
}

/** What a log is short of: nothing, where the lines of each worker and listener are numbered without a gap. */
export function gaps(lines: readonly LogLine[]): number {
  const byOrigin = Map.groupBy(
    lines.filter(({ lost }) => lost === undefined),
    ({ worker, listener }) => `${worker} ${listener.replace("~", "")}`,
  );
  return [...byOrigin.values()].reduce((missing, own) => {
    const last = own.reduce((most, { sequence }) => Math.max(most, sequence), -1);
    return missing + last + 1 - own.length;
  }, 0);
}

/** Waits until an edge, which has not been restarted, has written down so many users' requests, and asserts that it is short of none. */
export async function expectWholeLog(docker: Docker, edge: string, requests: number): Promise<void> {
  const lines = await waitUntil(`${requests} requests in the access log`, async () => {
    const read = await readLogLines(docker, edge);
    return read.filter(({ listener }) => listener.startsWith("public")).length >= requests ? read : undefined;
  });
  expect(lines.filter(({ lost }) => lost !== undefined)).toEqual([]);
  expect(gaps(lines)).toBe(0);
}
