import type { Level } from "../../../model/notify.ts";
import { fitText, PLAIN } from "../fit-text.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { readStatus } from "./read-answer.ts";

/** A message may have 28 KB. */
const MAX_BYTES = 20_000;

const COLOR: Readonly<Record<Level, string>> = { critical: "attention", warning: "warning", info: "default" };

/**
 * A workflow of Teams, "When a Teams webhook request is received": an Adaptive Card in a message. Runs of text, unlike text blocks, are no
 * markdown. https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 */
export const teams: HttpChannel = {
  render: (message, { url }) =>
    jsonPost(url, {
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.4",
            body: [
              textBlock({ text: message.title, weight: "Bolder", size: "Medium", color: COLOR[message.level] }),
              ...linesOf(fitText(message, PLAIN, MAX_BYTES)).map((text) => textBlock({ text })),
            ],
          },
        },
      ],
    }),
  read: readStatus,
};

/** A run of text is one line. */
function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function textBlock(run: Readonly<Record<string, string>>) {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", ...run }] };
}
