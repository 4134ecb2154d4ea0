import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { parseLoadOptions, type LoadOptions } from "./options.ts";
import type { LoadReport } from "./report.ts";
import { nowMs } from "./sample.ts";
import type { Order } from "./worker.ts";

export type { LoadOptions } from "./options.ts";
export type { LoadReport, MoveReport } from "./report.ts";

/** Clients that are sending. */
export interface Load {
  /** Says that from now on traffic may move to this version; without it, every other version is unexpected. */
  announce(version: string): void;
  /** What was seen so far; the clients go on. */
  report(): Promise<LoadReport>;
  /** Lets every client finish its request, ends the streams, and says what was seen. */
  stop(): Promise<LoadReport>;
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
  const ask = async (type: "report" | "stop"): Promise<LoadReport> => {
    send({ type });
    const [report] = (await once(worker, "message")) as [LoadReport]; // all that worker.ts sends from then on
    return report;
  };
  return {
    announce: (version) => send({ type: "announce", version, atMs: nowMs() }),
    report: () => ask("report"),
    stop: async () => {
      const report = await ask("stop");
      await worker.terminate();
      return report;
    },
  };
}
