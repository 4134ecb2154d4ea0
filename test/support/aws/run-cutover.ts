import { fileURLToPath } from "node:url";
import type { Color } from "../../../model/color.ts";
import { canonicalJson } from "../../../model/release.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { findPlace } from "../../../platforms/aws/observe/find-place.ts";
import { runProcess, type Ran } from "../run-process.ts";
import type { ProgramStack } from "./program-stack.ts";

const CONTROL = fileURLToPath(new URL("../../../platforms/aws/control/main.js", import.meta.url));

/** Runs the control as the program's cutover resource does, to move traffic of `shop` to a color that has served before. */
export async function runCutover(
  { clients, id, aws, store, dir }: ProgramStack,
  color: Color,
  { within = "30s" }: { within?: string } = {},
): Promise<Ran> {
  const [{ aws: there }, place, kept] = await Promise.all([
    lookAt(clients, id, aws),
    findPlace(clients, id, aws),
    store.records.read("shop"),
  ]);
  const sealed = kept?.record.sealed[color];
  const pool = there.pools.find((each) => each.color === color);
  if (sealed == null || pool === undefined) throw new Error(`${color} has not served`);
  const told = {
    ...{ REGION: aws.region, BUCKET: aws.bucket, PROJECT: id.project, STACK: id.stack, SERVICE: "shop" },
    ...{ CLUSTER: place.cluster, LISTENER: place.listener ?? "", PREVIEWLISTENER: place.testListener ?? "" },
    ...{ COLOR: color, VERSION: sealed.release.version, DEFINITION: pool.definition },
    ...{ GENERATION: String((kept?.record.generation ?? 0) + 1), SEALED: canonicalJson(sealed) },
    ROUTE: canonicalJson({ host: "*", path: "/" }),
    GATE: canonicalJson({ passes: 2, interval: "100ms", within, restarts: 3 }),
  };
  const env = Object.fromEntries(Object.entries(told).map(([key, value]) => [`TIDEGATE_${key}`, value]));
  return await runProcess(process.execPath, [CONTROL, "cutover"], {
    ...{ cwd: dir, env: { ...process.env, ...env }, timeoutMs: 60_000 },
  });
}
