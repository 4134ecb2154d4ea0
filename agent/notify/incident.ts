import type { Event, Kind } from "./event.ts";

/** After these, what was wrong with the same subject is over. */
const ENDS: ReadonlySet<Kind> = new Set<Kind>([
  "canary-resumed",
  "canary-aborted",
  "promoted",
  "agent-back",
  "channel-restored",
]);

/** Whether an event ends the incident that it is about. */
export function endsIncident({ kind }: Event): boolean {
  return ENDS.has(kind);
}

/** What an event is about, such as `webshop/prod/shop/1.5.0`: alike of all events of one incident, at most 255 characters. */
export function incidentOf(event: Event): string {
  const { project, stack } = event.environment;
  return [project, stack, ...subjectOf(event)].join("/").slice(0, 255);
}

function subjectOf(event: Event): string[] {
  switch (event.kind) {
    case "agent-back":
      return ["(agent)"];
    case "channel-failed":
    case "channel-restored":
      return ["(channel)", event.channel];
    case "acknowledged":
      return ["(acknowledged)", event.of];
    case "test":
      return ["(test)"];
    default:
      return [event.service, event.version];
  }
}
