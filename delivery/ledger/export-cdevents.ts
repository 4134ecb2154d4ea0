import { parseImageReference } from "../../model/image-reference.ts";
import type { EntryOf, Side } from "../../model/ledger.ts";
import type { StackId } from "../../model/names.ts";
import type { LedgerLine } from "./ledger-text.ts";
import { tellStories, type Recorded } from "./releases.ts";
import { withoutDrills } from "./without-drills.ts";

/** Version of the specification, and of its events on services that are used here. */
const SPECIFICATION = "0.5.1";
const EVENT_VERSION = "0.3.0";

type Predicate = "deployed" | "upgraded" | "rolledback" | "removed";

/**
 * A CDEvent in JSON for each switch that was made, as cdevents.dev specifies them: `deployed` where nothing served before, `upgraded`
 * for a release, `rolledback` for what goes to a release that had served, `removed` where traffic is sent to nobody. The id is the
 * hash of the ledger's entry, so that an event which is exported twice is one. Entries before `sinceMs` and those of
 * drills are left out.
 */
export function exportCdEvents(lines: readonly LedgerLine[], id: StackId, sinceMs: number): object[] {
  const made = switchesMade(lines).filter(({ entry }) => entry.at >= sinceMs);
  return made.map(({ entry, hash }) => {
    const { service, to, at } = entry;
    const source = `/tidegate/${encodeURIComponent(id.project)}/${encodeURIComponent(id.stack)}`;
    const type = `dev.cdevents.service.${predicateOf(entry)}.${EVENT_VERSION}`;
    const environment = { id: id.stack, source };
    return {
      context: { specversion: SPECIFICATION, id: hash, source, type, timestamp: new Date(at).toISOString() },
      subject: {
        ...{ id: service, source },
        content: { environment, ...(to === null ? {} : { artifactId: packageUrl(to) }) },
      },
      customData: customData(entry),
      customDataContentType: "application/json",
    };
  });
}

/** What is announced and was never made is no event. */
function switchesMade(lines: readonly LedgerLine[]): Recorded<EntryOf<"switch">>[] {
  return tellStories(withoutDrills(lines))
    .flatMap(({ first, end }) => (end.how === "undone" ? [] : end.how === "rolled-back" ? [first, end.by] : [first]))
    .flatMap(({ entry, hash }) => (entry.kind === "switch" ? [{ entry, hash }] : []))
    .toSorted((a, b) => a.entry.number - b.entry.number);
}

function predicateOf({ from, to, purpose }: EntryOf<"switch">): Predicate {
  if (to === null) return "removed";
  if (from === null) return "deployed";
  return purpose === "release" ? "upgraded" : "rolledback";
}

function customData({ number, purpose, to, change }: EntryOf<"switch">): object {
  const { actor, ticket, reason, commit } = change;
  return {
    tidegate: { entry: number, purpose, version: to?.version ?? null, actor: actor.name, ticket, reason, commit },
  };
}

/** Type `oci` of the package-url specification: the digest is the version, where the image names one. */
function packageUrl({ image, version }: Side): string {
  const { registry, repository = image, tag, digest } = parseImageReference(image) ?? {};
  const name = repository.split("/").at(-1) ?? repository;
  const at = encodeURIComponent(digest ?? tag ?? version);
  const qualifiers = new URLSearchParams({
    repository_url: registry === undefined ? repository : `${registry}/${repository}`,
    ...(tag === undefined ? {} : { tag }),
  });
  return `pkg:oci/${encodeURIComponent(name)}@${at}?${qualifiers.toString()}`;
}
