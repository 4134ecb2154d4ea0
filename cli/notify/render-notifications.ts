import type { ChannelStatus, NotifyStatus } from "../../agent/notify/status.ts";
import { moment } from "../display/moment.ts";
import type { Paint } from "../display/paint.ts";

/** How it stands with what is told to people, a line for each channel, and for each event that somebody has to look after. */
export function renderNotifications(
  { channels, unacknowledged, dropped, problem }: NotifyStatus,
  paint: Paint,
): string[] {
  const width = Math.max(0, ...channels.map(({ channel }) => channel.length));
  return [
    ...channels.map((channel) => `notify ${channel.channel.padEnd(width)}  ${channelText(channel, paint)}`),
    ...unacknowledged.map(({ id, kind, at, escalateAt }) => {
      const until = escalateAt === null ? "" : `, others are told at ${moment(escalateAt)}`;
      return `${paint("yellow", "!")} ${kind} at ${moment(at)} is not acknowledged${until}: \`tidegate ack ${id}\``;
    }),
    ...(dropped === 0 ? [] : [`${paint("yellow", "!")} too many events waited: ${dropped} never came through`]),
    ...(problem === null ? [] : [`${paint("yellow", "!")} ${problem}`]),
  ];
}

function channelText(
  { type, waiting, failures, lastSuccessAt, lastFailure, givenUp }: ChannelStatus,
  paint: Paint,
): string {
  const failed = lastFailure === null ? "" : `${lastFailure.problem} (${moment(lastFailure.at)})`;
  const state = failures > 0 ? paint("red", `fails: ${failed}`) : paint("green", "works");
  const success = lastSuccessAt === null ? "nothing sent yet" : `last sent ${moment(lastSuccessAt)}`;
  const others = [
    success,
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
    ...(failures > 0 || failed === "" ? [] : [`last failure: ${failed}`]),
    ...(givenUp === 0 ? [] : [`${givenUp} given up`]),
  ];
  return `${type}  ${state}  ${others.join(", ")}`;
}
