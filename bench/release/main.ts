import { parseArgs } from "node:util";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { startLoad } from "../../load/load.ts";
import { enginesPresent } from "../../test/support/engines.ts";
import { VERSIONS } from "../../test/support/images.ts";
import { buildBenchImage } from "../flip/bench-host.ts";
import { handleInterrupts } from "../flip/interrupted.ts";
import { waitUntilAnswers } from "../flip/measure-way.ts";
import { median } from "../median.ts";
import { startByHand } from "./by-hand.ts";
import { startByTidegate } from "./by-tidegate.ts";
import { medianPhases, renderReleaseTable, type ReleaseFigures } from "./figures.ts";
import type { Released, ReleaseWay } from "./way.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});

const note = (line: string) => console.error(`bench: ${line}`);
handleInterrupts(note);
note("the image with nginx");
await buildBenchImage(connectDocker(LOCAL_HOST));

const starts = [...enginesPresent().map((engine) => () => startByTidegate(engine)), startByHand];
const figures: ReleaseFigures[] = [];
for (const start of starts) {
  const way = await start();
  try {
    note(way.name);
    figures.push(await measure(way, Number(values.runs)));
  } finally {
    await way.remove();
  }
}
console.log(values.json ? JSON.stringify(figures, undefined, 2) : renderReleaseTable(figures));

/** Releases two builds in turns under the mixed load. */
async function measure(way: ReleaseWay, releases: number): Promise<ReleaseFigures> {
  await waitUntilAnswers(way.url);
  const load = await startLoad({ url: way.url });
  const done: Released[] = [];
  for (let count = 0; count < releases; count += 1) {
    const build = count % 2 === 0 ? "v2" : "v1";
    load.announce(VERSIONS[build]);
    done.push(await way.release(build));
  }
  const { requests, lost, moves } = await load.stop();
  return {
    ...{ name: way.name, releases, requests, lost },
    seenMs: median(moves.map(({ firstNewMs }) => firstNewMs ?? Infinity)),
    elapsedMs: median(done.map(({ elapsedMs }) => elapsedMs)),
    phases: medianPhases(done.flatMap(({ phases }) => phases ?? [])),
  };
}
