import { fitText, MARKDOWN } from "../fit-text.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { readCode } from "./read-answer.ts";

/** A markdown text may have 4,096 bytes, of which the title takes some. */
const MAX_BYTES = 3_500;

/** WeCom's group robots: the address holds the key. https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: HttpChannel = {
  render: (message, { url }) =>
    jsonPost(url, {
      msgtype: "markdown",
      markdown: { content: `${MARKDOWN.heading(message.title)}\n\n${fitText(message, MARKDOWN, MAX_BYTES)}` },
    }),
  read: (answer) => readCode(answer, { code: "errcode", text: "errmsg", tooMany: [45009, 45033] }),
};
