import { fitText, type Markup } from "../fit-text.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { readStatus } from "./read-answer.ts";

/** Slack cuts texts after 40,000 characters, and wants 4,000 at most. https://docs.slack.dev/reference/methods/chat.postMessage */
const MAX_BYTES = 4_000;

/** mrkdwn: these three are all there is to escape, and without `<` nobody is called. */
const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const MRKDWN: Markup = {
  note: (text) => `*${escape(text)}*`,
  heading: (text) => `*${escape(text)}*`,
  line: (label, text) => `_${escape(label)}:_ ${escape(text)}`,
  command: (text) => `\`${escape(text)}\``,
};

/** Slack's incoming webhooks: the address holds the token. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: HttpChannel = {
  render: (message, { url }) =>
    jsonPost(url, { text: `*${escape(message.title)}*\n\n${fitText(message, MRKDWN, MAX_BYTES)}` }),
  read: readStatus,
};
