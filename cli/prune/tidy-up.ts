import { planHost } from "../../delivery/retention/plan-host.ts";
import { removeFated } from "../../delivery/retention/remove-fated.ts";
import { connectHosts } from "../../docker/connect.ts";
import { InputError } from "../../model/errors.ts";
import { messageOn, type StackHost } from "../../model/hosts.ts";
import { readRetention } from "./read-retention.ts";
import { summaryOf } from "./render-plan.ts";
import { stackKnowledge, type KnownStack } from "./stack-knowledge.ts";

/**
 * Removes from a stack's hosts what nothing needs any more after an `up` that moved traffic, where the stack's file asks for it. The
 * release is done by then: what goes wrong here is a note, and changes no exit code.
 */
export async function tidyUp(named: readonly StackHost[], stack: KnownStack): Promise<void> {
  const hosts = connectHosts(named);
  try {
    const { keep, afterRelease } = readRetention(stack.ref);
    if (!afterRelease) return;
    const knowledge = await stackKnowledge(stack, keep);
    for (const host of hosts) {
      const plan = await planHost(host.docker, knowledge);
      const removals = await removeFated(host.docker, plan, () => undefined);
      for (const what of plan.unread) note(messageOn(hosts, host, `${what}: no image was removed.`));
      if (removals.length > 0) note(messageOn(hosts, host, summaryOf(removals)));
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`nothing was tidied up: ${error.message}`);
  }
}

function note(text: string): void {
  process.stderr.write(`retention: ${text}\n`);
}
