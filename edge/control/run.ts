import { InputError } from "../../model/errors.ts";
import { isVerb, parseTask, VERBS, type Task, type Verb } from "../tasks.ts";
import { runVerb } from "./run-verb.ts";
import type { Outcome } from "./verdict-file.ts";

/** Runs one verb with the task that the environment describes; returns the exit code. */
export function run(verb: string): Promise<number> {
  return runVerb(verb, async () => {
    if (isVerb(verb)) return await perform(verb);
    throw new InputError(`edge control: no verb ${JSON.stringify(verb)}. Use one of ${VERBS.join(", ")}.`);
  });
}

/** Each verb is loaded only when it is asked for. */
function perform(verb: Verb): Promise<Outcome> {
  switch (verb) {
    case "apply":
      return withTask("apply", async (task) => (await import("./apply.ts")).apply(task));
    case "base":
      return withTask("base", async (task) => (await import("./base.ts")).base(task));
    case "remove":
      return withTask("remove", async (task) => (await import("./remove.ts")).remove(task));
    case "cutover":
      return withTask("cutover", async (task) => (await import("./cutover.ts")).cutOver(task));
    case "cutover-group":
      return withTask("cutover-group", async (task) => (await import("./cutover.ts")).cutOverGroup(task));
    case "secrets":
      return withTask("secrets", async (task) => (await import("./secrets.ts")).fillSecrets(task));
    case "remove-secrets":
      return withTask("remove-secrets", async (task) => (await import("./remove-secrets.ts")).removeSecrets(task));
    case "limits":
      return withTask("limits", async (task) => (await import("./limits.ts")).limit(task));
  }
}

function withTask<V extends Verb>(verb: V, act: (task: Task<V>) => Promise<Outcome>): Promise<Outcome> {
  return act(parseTask(verb, process.env));
}
