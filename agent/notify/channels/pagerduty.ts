import { fitText, PLAIN } from "../fit-text.ts";
import { incidentOf } from "../incident.ts";
import type { Message } from "../message.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { publishedEvent } from "./published-event.ts";
import { readStatus } from "./read-answer.ts";

/** Of the summary, in characters. */
const MAX_SUMMARY = 1_024;
const MAX_BYTES = 100_000;

/**
 * PagerDuty's Events API v2: an incident is opened by a message about one event, and `resolve` ends it by the same `dedup_key`. It answers
 * 202. https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export const pagerduty: HttpChannel = {
  render: (message, { url, key }) =>
    jsonPost(url, {
      routing_key: key,
      dedup_key: incidentOf(message.lead),
      ...(message.resolves ? { event_action: "resolve" } : trigger(message)),
    }),
  read: readStatus,
};

function trigger(message: Message) {
  const { lead, level, title, events } = message;
  return {
    event_action: "trigger",
    client: "tidegate",
    payload: {
      summary: title.slice(0, MAX_SUMMARY),
      severity: level,
      source: `${lead.environment.project}/${lead.environment.stack}`,
      timestamp: new Date(lead.at).toISOString(),
      class: lead.kind,
      ...("service" in lead ? { component: lead.service } : {}),
      custom_details: { text: fitText(message, PLAIN, MAX_BYTES), events: events.map(publishedEvent) },
    },
  };
}
