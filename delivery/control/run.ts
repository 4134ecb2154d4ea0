import { runVerb } from "../../edge/control/run-verb.ts";
import { readTask } from "../../edge/tasks.ts";
import { askGates } from "./ask-gates.ts";
import { gatesTaskSchema } from "./task.ts";

/** Asks the gates of the task that the environment describes; returns the exit code. */
export function run(): Promise<number> {
  return runVerb("gates", () => askGates(readTask(gatesTaskSchema, "gates", process.env)));
}
