import { fitText, MARKDOWN } from "../fit-text.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { readCode } from "./read-answer.ts";
import { signature } from "./signature.ts";

/** A request may have 20,000 bytes. */
const MAX_BYTES = 16_000;

/**
 * DingTalk's custom robots. With a key, the address gets the time in milliseconds and `base64(HMAC-SHA256(key, time + "\n" + key))`.
 * Everybody in the group is called for what is critical. https://open.dingtalk.com/document/orgapp/custom-robot-access
 */
export const dingtalk: HttpChannel = {
  render(message, { url, key }, at) {
    const signed = new URL(url);
    if (key !== undefined) {
      signed.searchParams.set("timestamp", String(at));
      signed.searchParams.set("sign", signature(key, `${at}\n${key}`));
    }
    return jsonPost(signed.href, {
      msgtype: "markdown",
      markdown: { title: message.title, text: `## ${message.title}\n\n${fitText(message, MARKDOWN, MAX_BYTES)}` },
      at: { isAtAll: message.level === "critical" },
    });
  },
  read: (answer) => readCode(answer, { code: "errcode", text: "errmsg", tooMany: [130101, 660026] }),
};
