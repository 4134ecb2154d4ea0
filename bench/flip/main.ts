import { parseArgs } from "node:util";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { enginesPresent } from "../../test/support/engines.ts";
import { release } from "../../test/support/environment.ts";
import { buildBenchImage } from "./bench-host.ts";
import { pushBenchApp } from "./bench-app.ts";
import {
  measureAgainst,
  measureFlips,
  measureNoChange,
  measureRollback,
  measureSwitch,
  type Figure,
} from "./figures.ts";
import { startBareHaproxy, startHaproxyReload, startPlainHaproxy } from "./haproxy.ts";
import { handleInterrupts } from "./interrupted.ts";
import { measureLoss } from "./log-losses.ts";
import { measureWay, type WayFigures } from "./measure-way.ts";
import { startNginxFlagFile, startNginxReload } from "./nginx.ts";
import { renderTable } from "./table.ts";
import { createBenchEnvironment, createQuickEnvironment, leaveOut, shippedWay } from "./shipped-edge.ts";

/** What the design asks of one flip by each engine: from the command to the first new answer. */
const TARGET_MS = { embedded: 1_500, pulumi: 2_000 } as const;

/** What the design asks of the edge's throughput, as a share of its own without a log. */
const THROUGHPUT = 0.8;

const { values } = parseArgs({
  options: {
    flips: { type: "string", default: "20" },
    "mixed-flips": { type: "string", default: "100" },
    services: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});

const note = (line: string) => console.error(`bench: ${line}`);
const docker = connectDocker(LOCAL_HOST);
handleInterrupts(note);
note("the image with nginx, HAProxy and wrk");
await buildBenchImage(docker);
const image = await pushBenchApp(docker);

const ways: WayFigures[] = [];
const figures: Figure[] = [];
for (const start of [startHaproxyReload, startNginxReload, startNginxFlagFile]) {
  const way = await start();
  try {
    note(way.name);
    ways.push(await measureWay(way, Number(values.flips)));
  } finally {
    await way.remove();
  }
}

note("the edge as shipped");
const quick = await createQuickEnvironment("embedded", image);
const unlogged = await createQuickEnvironment("embedded", image);
const uncounted = await createQuickEnvironment("embedded", image);
const unsplit = await createQuickEnvironment("embedded", image);
const plain = await startPlainHaproxy();
const bare = await startBareHaproxy();
try {
  const shipped = shippedWay(quick);
  ways.unshift(await measureWay(shipped, Number(values.flips)));
  await quick.flip("blue");
  await leaveOut("log", unlogged);
  await leaveOut("counters", uncounted);
  await leaveOut("canary", unsplit);
  const silent = { ...shippedWay(unlogged), name: "the edge without its log" };
  const unsplitting = { ...shippedWay(unsplit), name: "the edge without its canary" };
  const uncounting = { ...shippedWay(uncounted), name: "the edge without its counters" };
  figures.push(await measureAgainst(shipped, silent, 9, THROUGHPUT));
  figures.push(await measureLoss(quick));
  figures.push(await measureAgainst(shipped, uncounting, 9, null));
  figures.push(await measureAgainst(shipped, unsplitting, 9, null));
  figures.push(await measureAgainst(silent, plain, 9, null));
  figures.push(await measureAgainst(shipped, bare, 3, null));
  note(`${values.services} services`);
  figures.push(await measureNoChange(quick, image, Number(values.services)));
} finally {
  await Promise.all([plain.remove(), bare.remove()]);
  await Promise.all([quick.remove(), unlogged.remove(), uncounted.remove(), unsplit.remove()]);
}

for (const engine of enginesPresent()) {
  note(`${values["mixed-flips"]} flips under mixed load with the ${engine} engine`);
  const environment = await createBenchEnvironment(engine);
  try {
    environment.shop.green = release("v2");
    await environment.up();
    const switched = await measureSwitch(environment, Number(values.flips), TARGET_MS[engine]);
    if (engine === "embedded") figures.push(...(await measureRollback(environment, 20)));
    figures.unshift(...(await measureFlips(environment, Number(values["mixed-flips"]))), switched);
  } finally {
    await environment.remove();
  }
}
console.log(values.json ? JSON.stringify({ ways, figures }, undefined, 2) : renderTable(ways, figures));
