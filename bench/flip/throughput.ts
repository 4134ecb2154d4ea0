import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { BENCH_IMAGE } from "./bench-host.ts";
import type { Way } from "./way.ts";

const SECONDS = 4;
const CONNECTIONS = 64;

/** Requests per second that wrk gets through the proxy with 64 connections, from a container on the proxy's own network. */
export async function measureThroughput(way: Pick<Way, "name" | "inside">): Promise<number> {
  const docker = connectDocker(LOCAL_HOST);
  const output = new PassThrough();
  const printed = text(output);
  const command = ["wrk", "-t1", `-c${CONNECTIONS}`, `-d${SECONDS}s`, `http://${way.inside.address}/`];
  const [{ StatusCode }] = (await docker.run(BENCH_IMAGE, command, output, {
    HostConfig: { AutoRemove: true, NetworkMode: way.inside.network },
  })) as [{ StatusCode: number }]; // what the library resolves to
  output.end();
  const report = await printed;
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(report)?.[1];
  if (StatusCode !== 0 || rate === undefined || /Non-2xx/.test(report)) {
    throw new Error(`${way.name}: wrk could not measure: ${report}`);
  }
  return Math.round(Number(rate));
}
