import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { parseLoadOptions, type LoadOptions } from "./options.ts";
import type { LoadReport } from "./report.ts";
import { nowMs, type Sample } from "./sample.ts";
import type { Order } from "./worker.ts";

export type { LoadOptions } from "./options.ts";
export type { LoadReport, MoveReport } from "./report.ts";
export { nowMs, type Sample } from "./sample.ts";

/** Clients that are sending. */
export interface Load {
  /** Says that from now on traffic may move to this version; without it, every other version is unexpected. */
  announce(version: string): void;
  /** What was seen so far; the clients go on. */
  report(): Promise<LoadReport>;
  /** Lets every client finish its request, ends the streams, and says what was seen. */
  stop(): Promise<LoadReport>;
  /** The same, and hands over every request instead, in the order of their ends. */
  finish(): Promise<Sample[]>;
}

/**
 * Starts clients that send requests to an app with the demo app's pages, through whatever stands at `url`. Bounded in
 * count and time, and only to loopback: throws InputError for another address.
 */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const file = import.meta.url.endsWith(".ts") ? "worker.ts" : "worker.js"; // the npm package is compiled
  const worker = new Worker(new URL(`./${file}`, import.meta.url), { workerData: parseLoadOptions(options) });
  await once(worker, "message"); // worker.ts says that it runs; rejects when it could not start
  const send = (order: Order) => worker.postMessage(order);
  const ask = async <Answer>(order: "report" | "stop" | "finish"): Promise<Answer> => {
    send({ type: order });
    const [answer] = (await once(worker, "message")) as [Answer]; // all that worker.ts sends from then on
    return answer;
  };
  const end = async <Answer>(order: "stop" | "finish"): Promise<Answer> => {
    const answer = await ask<Answer>(order);
    await worker.terminate();
    return answer;
  };
  return {
    announce: (version) => send({ type: "announce", version, atMs: nowMs() }),
    report: () => ask("report"),
    stop: () => end("stop"),
    finish: () => end("finish"),
  };
}
