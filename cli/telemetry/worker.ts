import { parentPort, workerData } from "node:worker_threads";
import { exportSpans } from "./export-spans.ts";
import type { ToSend } from "./send-spans.ts";

const { steps, withinMs } = workerData as ToSend; // send-spans.ts says so
const why = await exportSpans(steps, withinMs).then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
parentPort?.postMessage(why);
