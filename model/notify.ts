import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { timeZoneSchema } from "./gates/time-zone.ts";
import { notifyChannelSchema, secretsOfChannel, type NotifyChannel } from "./notify-channel.ts";
import { shortNameSchema } from "./short-name.ts";

/** How much an event matters, the worst first. */
export const LEVELS = ["critical", "warning", "info"] as const;
export type Level = (typeof LEVELS)[number];

/** Languages that messages are written in. */
export const LANGUAGES = ["en", "zh"] as const;
export type LanguageName = (typeof LANGUAGES)[number];

const channelNameSchema = shortNameSchema("a channel name");

const timeOfDaySchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day|Write it like "22:00".');

const quietHoursSchema = z
  .strictObject({
    from: timeOfDaySchema.describe("Time of the day at which they begin."),
    to: timeOfDaySchema.describe("Time at which they are over, on the next day where it is before `from`."),
    timeZone: timeZoneSchema.default("UTC").describe("IANA time zone by whose clocks both are meant."),
  })
  .superRefine(({ from, to }, context) => {
    if (from !== to) return;
    const message = "must not be `from`|Give hours that end, or leave Info out by `routes.info: []`.";
    context.addIssue({ code: "custom", path: ["to"], input: to, message });
  });

const route = (of: string, otherwise: string) =>
  z.array(channelNameSchema).optional().describe(`Names of the channels that get ${of}; ${otherwise} when left out.`);

/** Whom to tell what happens to releases after their switch: `tidegate:notify`. */
export const notifySchema = z
  .strictObject({
    channels: z
      .record(channelNameSchema, notifyChannelSchema)
      .refine((channels) => Object.keys(channels).length > 0, "must have a channel|Add one, or remove `notify`.")
      .describe("Ways to tell, by a name of your choice. docs/notifications.md explains each type."),
    routes: z
      .strictObject({
        critical: route("what went wrong", "all"),
        warning: route("what somebody should look at", "all"),
        info: route("what went as it should", "all but those of type pagerduty"),
      } satisfies Record<Level, z.ZodType>)
      .prefault({})
      .describe("Which channels get which level."),
    quietHours: quietHoursSchema
      .optional()
      .describe("Hours in which nobody is told of level info; it comes in one message when they are over."),
    escalate: z
      .strictObject({
        after: durationSchema({ min: "1m", max: "24h" })
          .default("15m")
          .describe("How long somebody may take for `tidegate ack`."),
        to: z.array(channelNameSchema).min(1).describe("Names of the channels that are told then."),
      })
      .optional()
      .describe("Who is told of a critical event that nobody has acknowledged."),
    language: z.enum(LANGUAGES).default("en").describe("Language of the messages."),
    aggregate: durationSchema({ min: "0s", max: "1h" })
      .default("30s")
      .describe("How long warning and info wait for others, to be one message. Critical waits for nothing."),
  })
  .superRefine(({ channels, routes, escalate }, context) => {
    const known = Object.keys(channels);
    const lists = [
      ...LEVELS.map((level) => [["routes", level], routes[level]] as const),
      [["escalate", "to"], escalate?.to] as const,
    ];
    for (const [path, names = []] of lists) {
      names.forEach((name, index) => {
        if (known.includes(name)) return;
        const message = `names no channel|Use one of ${known.map((one) => `\`${one}\``).join(", ")}.`;
        context.addIssue({ code: "custom", path: [...path, index], input: name, message });
      });
    }
  });

export type NotifySettings = z.infer<typeof notifySchema>;
/** What a user of the component class may write: defaults may be left out. */
export type NotifyInput = z.input<typeof notifySchema>;

/** Names of the secrets, of `tidegate:secrets.notify`, that the channels are sent with; sorted. */
export function secretsOfNotify({ channels }: NotifySettings): string[] {
  return [...new Set(Object.values(channels).flatMap(secretsOfChannel))].toSorted();
}

/** Names of the channels that get a level, sorted. PagerDuty wakes people up: it gets info only where a route says so. */
export function channelsFor(level: Level, { channels, routes }: NotifySettings): string[] {
  const wakesFor = ({ type }: NotifyChannel) => level !== "info" || type !== "pagerduty";
  const all = Object.entries(channels).flatMap(([name, channel]) => (wakesFor(channel) ? [name] : []));
  return [...new Set(routes[level] ?? all)].toSorted();
}
