import type { Snapshot } from "../state/snapshot.ts";
import type { PendingOperation } from "../state/state.ts";
import { toPlain } from "../values/plain.ts";
import { operationContext, withOutputs } from "./effects.ts";
import { messageOf, RunFailedError } from "./failures.ts";
import type { Providers } from "./providers.ts";
import { readAgain } from "./refresh.ts";
import type { Reporter } from "./reporter.ts";
import { describeUrn } from "./urn.ts";

/**
 * Settles what a killed run had begun. What it created without recording it is adopted when it is provably ours; what it
 * was updating or deleting is read again, and brought up to date by this run even if nothing seems to differ.
 */
export async function resolvePending(
  snapshot: Snapshot,
  providers: Providers,
  reporter: Reporter,
  options: { dryRun: boolean },
): Promise<void> {
  if (snapshot.pending.length === 0) return;
  for (const operation of snapshot.pending) {
    const { urn } = operation.resource;
    try {
      if (operation.kind === "creating" && options.dryRun)
        continue; // to settle it may remove what is half made
      else if (operation.kind === "creating") await resolveCreation(operation, snapshot, providers, reporter);
      else await resolveChange(operation, snapshot, providers, reporter);
    } catch (error) {
      const message = reporter.redactor.redact(
        `${describeUrn(urn)}: an interrupted run was ${operation.kind} it, and what came of it cannot be told: ` +
          `${messageOf(error)} Settle that by hand, then run again.`,
      );
      throw new RunFailedError(message, [{ urn, message }]);
    }
    snapshot.end(operation);
  }
  await snapshot.save();
}

async function resolveCreation(
  { resource: draft }: PendingOperation,
  snapshot: Snapshot,
  providers: Providers,
  reporter: Reporter,
): Promise<void> {
  const provider = providers.find(draft);
  const context = operationContext(reporter, draft.urn, draft.timeouts.createMs);
  const found = (await provider.findOrphan?.(toPlain(draft.inputs), context)) ?? null;
  const isKnown = snapshot.resources.some(({ type, id }) => type === draft.type && id === found?.id); // what it replaces
  const name = describeUrn(draft.urn);
  if (found === null || isKnown) {
    reporter.diagnostic("info", `${name}: an interrupted run was creating it; it is created again.`, {
      urn: draft.urn,
    });
    return;
  }
  reporter.diagnostic("info", `${name}: an interrupted run had created it; adopted.`, { urn: draft.urn });
  const adopted = withOutputs(draft, provider, found);
  const now = (await readAgain(adopted, providers, reporter)) ?? adopted;
  snapshot.supersede(now, "create", snapshot.find(draft.urn));
}

async function resolveChange(
  { resource }: PendingOperation,
  snapshot: Snapshot,
  providers: Providers,
  reporter: Reporter,
): Promise<void> {
  const entry = snapshot.resources.find(({ urn, id }) => urn === resource.urn && id === resource.id);
  if (entry === undefined) return; // the run got further than its note
  const now = await readAgain(entry, providers, reporter);
  const name = describeUrn(resource.urn);
  if (now === null) {
    reporter.diagnostic("info", `${name}: an interrupted run had deleted it.`, { urn: resource.urn });
    snapshot.remove(entry);
    return;
  }
  reporter.diagnostic("info", `${name}: an interrupted run was changing it; brought up to date.`, {
    urn: resource.urn,
  });
  snapshot.put({ ...now, interrupted: true }, entry);
}
