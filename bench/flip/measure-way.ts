import { startLoad } from "../../load/load.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { median } from "../median.ts";
import { measureThroughput } from "./throughput.ts";
import type { Way } from "./way.ts";

export interface WayFigures {
  way: string;
  flips: number;
  requests: number;
  lost: number;
  /** Median of what the flip itself took inside the proxy's container. */
  commandMs: number;
  /** Longest time in which both colors answered. */
  mixedMs: number;
  /** With 64 connections, nothing flipped meanwhile. */
  requestsPerSecond: number;
}

/** The design's load: 32 kept connections at about 1,500 requests/s, 150 fresh ones/s, a quarter of all are POSTs. */
const CLIENTS = { keepAlive: 32, fresh: 3, slow: 0, upload: 0, stream: 0, websocket: 0 };
const PAUSE_MS = 18;
const BETWEEN_FLIPS_MS = 400;

/** Flips a running way under load, then measures what it can carry. */
export async function measureWay(way: Way, flips: number): Promise<WayFigures> {
  await waitUntilAnswers(way.url);
  const load = await startLoad({ url: way.url, clients: CLIENTS, pauseMs: PAUSE_MS });
  const commands: number[] = [];
  let color: Color = "blue";
  await pause(BETWEEN_FLIPS_MS);
  for (let flip = 0; flip < flips; flip += 1) {
    color = otherColor(color);
    load.announce(way.versions[color]);
    commands.push(await way.flip(color));
    await pause(BETWEEN_FLIPS_MS);
  }
  const report = await load.stop();
  if (report.moves.length !== flips || report.unexpected > 0) {
    throw new Error(
      `${way.name}: ${report.moves.length} of ${flips} flips were seen, ${report.unexpected} wrong answers`,
    );
  }
  return {
    way: way.name,
    flips,
    requests: report.requests,
    lost: report.lost,
    commandMs: median(commands),
    mixedMs: report.mixedMs,
    requestsPerSecond: await measureThroughput(way),
  };
}

/** Waits until the address answers with 200, at most 20 s. */
export async function waitUntilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  let last = "no answer";
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch (error) {
      last = String(error);
    }
    await pause(100);
  }
  throw new Error(`${url} does not answer: ${last}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
