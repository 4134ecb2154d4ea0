import { levelOf, type Event } from "./event.ts";

/** What whoever pastes the command writes there. */
const REASON = "--reason WHY";

/** The commands that an event makes somebody want, ready to be pasted: the one to begin with first. */
export function commandsFor(event: Event): string[] {
  const commands = [...wantedAfter(event), ...(levelOf(event) === "critical" ? [`ack ${event.id}`] : [])];
  return commands.map((command) => `tidegate ${command} -s ${event.environment.stack}`);
}

function wantedAfter(event: Event): string[] {
  switch (event.kind) {
    case "canary-started":
    case "step-reached":
    case "canary-resumed":
      return [`canary status ${event.service}`];
    case "canary-paused":
      return [`canary resume ${event.service} ${REASON}`, `canary abort ${event.service}`];
    case "inconclusive-hold":
      return [`status ${event.service}`, `promote ${event.service} ${REASON}`, `abort ${event.service}`].map(
        (words) => `canary ${words}`,
      );
    case "both-colors-bad":
      return [`top ${event.service}`, `canary abort ${event.service}`];
    case "promoted":
      return [`rollback ${event.service}`];
    case "canary-aborted":
    case "rolled-back":
      return [`show ${event.service}@${event.version}`];
    case "rollback-failed":
      return [`rollback ${event.service}`, `status`];
    case "agent-back":
      return ["status"];
    case "channel-failed":
    case "channel-restored":
      return ["notify status"];
    case "acknowledged":
    case "test":
      return [];
  }
}
