import { runVerb } from "../../edge/control/run-verb.ts";
import { readTask } from "../../edge/tasks.ts";
import { abortCanary } from "./abort-canary.ts";
import { askHostGates } from "./ask-host-gates.ts";
import { abortCanaryTaskSchema, gatesTaskSchema } from "./task.ts";

const VERBS = {
  /** Asks the gates before a release. */
  gates: () => askHostGates(readTask(gatesTaskSchema, "gates", process.env)),
  /** Ends a canary in whose place another version comes. */
  "abort-canary": () => abortCanary(readTask(abortCanaryTaskSchema, "abort-canary", process.env)),
} as const;

export type DeliveryVerb = keyof typeof VERBS;

/** Does what the verb says with the task that the environment describes; returns the exit code. */
export function run(verb: string | undefined): Promise<number> {
  if (!isVerb(verb)) throw new Error(`delivery has no verb ${JSON.stringify(verb)}`); // whoever starts it knows them
  return runVerb(verb, VERBS[verb]);
}

function isVerb(verb: string | undefined): verb is DeliveryVerb {
  return verb !== undefined && Object.hasOwn(VERBS, verb);
}
