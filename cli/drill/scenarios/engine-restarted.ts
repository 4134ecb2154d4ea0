import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { edgeContainerName } from "../../../model/names.ts";
import { isServing, startOf } from "../containers.ts";
import type { Scenario } from "../scenario.ts";

const run = promisify(execFile);

export const engineRestarted: Scenario = {
  name: "engine-restarted",
  title: "The container engine is started again",
  does:
    "Runs the command of --restart-engine, which concerns all containers of that machine. It is back when the engine answers, and the " +
    "edge serves from all replicas as before.",
  budget: { noticedMs: null, backMs: 120_000, lost: null },
  whyNot: async ({ restartEngine }) =>
    restartEngine === null ? "--restart-engine COMMAND does not say how its engine is started again" : undefined,
  inject: async ({ restartEngine }) => {
    if (restartEngine !== null) await run("sh", ["-c", restartEngine]);
  },
  isNoticed: async ({ docker }) => {
    await docker.ping();
    return false; // where it does not answer, that was an error
  },
  isBack: async (stage) =>
    (await startOf(stage.docker, edgeContainerName(stage.id))) !== undefined && (await isServing(stage)),
};
