import type { ChannelType, NotifyChannel } from "../../../model/notify-channel.ts";
import type { HttpChannel, Outcome } from "../channels/channel.ts";
import { dingtalk } from "../channels/dingtalk.ts";
import { feishu } from "../channels/feishu.ts";
import { pagerduty } from "../channels/pagerduty.ts";
import { slack } from "../channels/slack.ts";
import { teams } from "../channels/teams.ts";
import { webhook } from "../channels/webhook.ts";
import { wecom } from "../channels/wecom.ts";
import type { Message } from "../message.ts";
import { accessOf, withoutSecrets, type SecretValues } from "./access.ts";
import { sendMail } from "./mail.ts";
import { post } from "./post.ts";

const HTTP: Readonly<Record<Exclude<ChannelType, "email">, HttpChannel>> = {
  ...{ slack, dingtalk, wecom, feishu, teams, webhook, pagerduty },
};

export interface SendOptions {
  secrets: SecretValues;
  /** Unix time in milliseconds. */
  at: number;
  /** Ends the attempt. */
  signal: AbortSignal;
}

/** Sends a message through a channel, once. Never throws: one channel's trouble is nobody else's. Tells no secret. */
export async function send(message: Message, channel: NotifyChannel, options: SendOptions): Promise<Outcome> {
  const outcome = await attempt(message, channel, options);
  return outcome.ok ? outcome : { ...outcome, problem: withoutSecrets(outcome.problem, options.secrets) };
}

async function attempt(message: Message, channel: NotifyChannel, options: SendOptions): Promise<Outcome> {
  try {
    if (channel.type === "email") return await sendMail(message, channel, options);
    const { render, read } = HTTP[channel.type];
    const request = render(message, accessOf(channel, options.secrets), options.at);
    const answer = await post(request, options.signal);
    return read({ ...answer, body: withoutSecrets(answer.body, options.secrets) }); // before it is cut, in the middle of one
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
