import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { z } from "zod";
import { textOfFrames } from "../../docker/log-frames.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { paintFor, takesColors, type Style } from "../display/paint.ts";
import type { LogSource } from "./find-sources.ts";

/** A line of `logs --json`, which prints no result: it may never end. */
export const logLineSchema = z.strictObject({
  type: z.literal("log"),
  container: z.string().describe("Its name without the stack's: `shop-blue-0`, `edge`."),
  line: z.string(),
});

type LogLine = z.infer<typeof logLineSchema>;

export interface StreamOptions {
  follow: boolean;
  tail: number;
  json: boolean;
}

const STYLES: readonly Style[] = ["cyan", "green", "yellow", "magenta", "blue"];

/** Writes the logs of all sources to stdout, line by line as they come. Ends when they do, or on Ctrl-C. */
export async function streamLogs(docker: Docker, sources: readonly LogSource[], options: StreamOptions): Promise<void> {
  const paint = paintFor(takesColors(process.stdout));
  const width = Math.max(...sources.map(({ label }) => label.length));
  const render = (source: LogSource, index: number, line: string) =>
    options.json
      ? JSON.stringify({ type: "log", container: source.label, line } satisfies LogLine)
      : `${paint(STYLES[index % STYLES.length] ?? "cyan", source.label.padEnd(width))}  ${line}`;
  const write = (source: LogSource, line: string) =>
    process.stdout.write(`${render(source, sources.indexOf(source), line)}\n`);
  if (options.follow) await Promise.all(sources.map((source) => follow(docker, source, options.tail, write)));
  else for (const { source, line } of await readAll(docker, sources, options.tail)) write(source, line);
}

type Write = (source: LogSource, line: string) => void;

async function follow(docker: Docker, source: LogSource, tail: number, write: Write): Promise<void> {
  const accessLog = source.isEdge
    ? haproxy.followAccessLog(docker, source.id, tail, (line) => write(source, line))
    : Promise.resolve();
  await Promise.all([accessLog, followOutput(docker, source, tail, write)]);
}

async function followOutput(docker: Docker, source: LogSource, tail: number, write: Write): Promise<void> {
  const lines = new PassThrough();
  const stream = await docker.getContainer(source.id).logs({ stdout: true, stderr: true, tail, follow: true });
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
async function readAll(docker: Docker, sources: readonly LogSource[], tail: number): Promise<WrittenLine[]> {
  const all = await Promise.all(
    sources.map(async (source) => {
      const [printed, requests] = await Promise.all([
        readOutput(docker, source, tail),
        source.isEdge ? readRequests(docker, source, tail) : [],
      ]);
      return inOrder([...printed, ...requests]).slice(-tail);
    }),
  );
  return tail === 0 ? [] : inOrder(all.flat());
}

function inOrder(lines: readonly WrittenLine[]): WrittenLine[] {
  return lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function readOutput(docker: Docker, source: LogSource, tail: number): Promise<WrittenLine[]> {
  const request = { stdout: true, stderr: true, tail, timestamps: true, follow: false } as const;
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
