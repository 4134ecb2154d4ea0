import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderPolicyTable, summarize, type Run } from "./figures.ts";
import { judgeStack, PACKS } from "./judge-stack.ts";
import { benchResources } from "./resources.ts";

const { values } = parseArgs({
  options: {
    resources: { type: "string", default: "1,125,250,500,1000" },
    runs: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});

const sizes = values.resources.split(",").map(Number);
const cacheDir = mkdtempSync(join(tmpdir(), "tidegate-bench-cache-"));
try {
  const judge = async (size: number): Promise<Run> => ({
    empty: await judgeStack(PACKS.empty, benchResources(size), cacheDir),
    pack: await judgeStack(PACKS.pack, benchResources(size), cacheDir),
  });
  await judge(1); // fills the cache of compiled files, as the first run of a project does
  const runs = new Map<number, Run[]>(sizes.map((size) => [size, []]));
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const [size, judged] of runs) {
      console.error(`bench: run ${run + 1}, ${size} resources`);
      judged.push(await judge(size));
    }
  }
  const figures = summarize(runs);
  console.log(values.json ? JSON.stringify(figures, undefined, 2) : renderPolicyTable(figures));
} finally {
  rmSync(cacheDir, { recursive: true, force: true });
}
