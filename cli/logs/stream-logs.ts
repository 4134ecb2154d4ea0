import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { textOfFrames } from "../../docker/log-frames.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { LogSource } from "./find-sources.ts";
import type { LogRequest } from "./log-request.ts";
import { lineWriter } from "./write-lines.ts";

/** From where on lines are wanted. */
type Start = Pick<LogRequest, "tail" | "since">;

/** Writes the logs of all sources to stdout, line by line as they come. Ends when they do, or on Ctrl-C. */
export async function streamLogs(docker: Docker, sources: readonly LogSource[], request: LogRequest): Promise<void> {
  const labels = sources.map(({ label }) => label);
  const writeLine = lineWriter(labels, request);
  const write = ({ label }: LogSource, line: string) => writeLine(label, line);
  if (request.follow) await Promise.all(sources.map((source) => follow(docker, source, request, write)));
  else for (const { source, line } of await readAll(docker, sources, request)) write(source, line);
}

type Write = (source: LogSource, line: string) => void;

async function follow(docker: Docker, source: LogSource, start: Start, write: Write): Promise<void> {
  const accessLog = source.isEdge
    ? haproxy.followAccessLog(docker, source.id, start.tail, (line) => write(source, line))
    : Promise.resolve();
  await Promise.all([accessLog, followOutput(docker, source, start, write)]);
}

async function followOutput(docker: Docker, source: LogSource, start: Start, write: Write): Promise<void> {
  const lines = new PassThrough();
  const stream = await docker.getContainer(source.id).logs({ ...wanted(start), follow: true });
  docker.modem.demuxStream(stream, lines, lines);
  stream.on("end", () => lines.end());
  stream.on("error", (error: Error) => lines.destroy(error));
  for await (const line of createInterface({ input: lines, crlfDelay: Infinity })) write(source, line);
}

interface WrittenLine {
  source: LogSource;
  /** RFC 3339, to be compared as text down to the millisecond. */
  at: string;
  line: string;
}

/** What is there by now, of all containers in the order of their times: of a request, the one at which it came. */
async function readAll(docker: Docker, sources: readonly LogSource[], start: Start): Promise<WrittenLine[]> {
  const { tail } = start;
  const all = await Promise.all(
    sources.map(async (source) => {
      const [printed, requests] = await Promise.all([
        readOutput(docker, source, start),
        source.isEdge ? readRequests(docker, source, tail) : [],
      ]);
      return inOrder([...printed, ...requests]).slice(-tail);
    }),
  );
  return tail === 0 ? [] : inOrder(all.flat());
}

function wanted({ tail, since }: Start) {
  return { stdout: true, stderr: true, tail, ...(since === undefined ? {} : { since: Math.floor(since / 1000) }) };
}

function inOrder(lines: readonly WrittenLine[]): WrittenLine[] {
  return lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function readOutput(docker: Docker, source: LogSource, start: Start): Promise<WrittenLine[]> {
  const request = { ...wanted(start), timestamps: true, follow: false } as const;
  const lines = textOfFrames(await docker.getContainer(source.id).logs(request)).split("\n");
  return lines.filter(Boolean).map((stamped) => {
    const blank = stamped.indexOf(" "); // ends the engine's time stamp, RFC 3339
    return { source, at: stamped.slice(0, blank), line: stamped.slice(blank + 1) };
  });
}

/** The lines of the access log, each at the time that it tells of itself. */
async function readRequests(docker: Docker, source: LogSource, tail: number): Promise<WrittenLine[]> {
  const lines = await haproxy.readAccessLog(docker, source.id, tail);
  return lines.map((line) => ({ source, at: /^\{"time": "([^"]*)"/.exec(line)?.[1] ?? "", line }));
}
