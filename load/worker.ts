import { parentPort, workerData } from "node:worker_threads";
import { runClient } from "./client.ts";
import { CLIENT_KINDS, type LoadSpec } from "./options.ts";
import { renderReport, type Announcement } from "./report.ts";
import { nowMs, type Sample } from "./sample.ts";
import { runStream } from "./stream.ts";
import { runWebsocket } from "./websocket.ts";

/** What the thread that started the load says. */
export type Order = { type: "announce"; version: string; atMs: number } | { type: "report" | "stop" | "finish" };

// The load runs in a thread of its own, so that the process that starts it can be busy without slowing the clients.
const port = parentPort;
if (port !== null) run(port, workerData as LoadSpec); // set by startLoad, which parsed it

function run(main: NonNullable<typeof parentPort>, spec: LoadSpec): void {
  const startMs = nowMs();
  const samples: Sample[] = [];
  const announcements: Announcement[] = [];
  const held = { opened: 0, cut: 0, messages: 0 };
  const ending = new AbortController();
  const deadline = setTimeout(() => ending.abort(), spec.maxMs);
  const record = (sample: Sample) => {
    samples.push(sample);
    if (samples.length >= spec.maxRequests) ending.abort();
  };

  const running: Promise<void>[] = [];
  for (const kind of CLIENT_KINDS) {
    for (let index = 0; index < spec.clients[kind]; index += 1) {
      const client = running.length;
      if (kind === "stream") running.push(runStream(client, spec, ending.signal, record, held));
      else if (kind === "websocket") running.push(runWebsocket(client, spec, ending.signal, record, held));
      else running.push(runClient(client, kind, spec, ending.signal, record));
    }
  }

  const report = () => renderReport(samples, announcements, held, nowMs() - startMs);
  main.postMessage("running");
  main.on("message", (order: Order) => {
    if (order.type === "announce") announcements.push({ version: order.version, atMs: order.atMs });
    else if (order.type === "report") main.postMessage(report());
    else {
      ending.abort();
      void Promise.all(running).then(() => {
        clearTimeout(deadline);
        main.postMessage(order.type === "stop" ? report() : samples);
        main.close();
      });
    }
  });
}
