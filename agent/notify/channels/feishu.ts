import type { Level } from "../../../model/notify.ts";
import { fitText, PLAIN } from "../fit-text.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { readCode } from "./read-answer.ts";
import { signature } from "./signature.ts";

/** A request may have 20 KB. */
const MAX_BYTES = 16_000;

const COLOR: Readonly<Record<Level, string>> = { critical: "red", warning: "orange", info: "blue" };

/**
 * Feishu's (and Lark's) custom bots, a card of plain text, in which nothing is markup. With a key, the body has the time in seconds and
 * `base64(HMAC-SHA256(time + "\n" + key, ""))`: what is signed is empty, and the key is what others sign.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export const feishu: HttpChannel = {
  render(message, { url, key }, at) {
    const timestamp = String(Math.floor(at / 1000));
    return jsonPost(url, {
      ...(key === undefined ? {} : { timestamp, sign: signature(`${timestamp}\n${key}`, "") }),
      msg_type: "interactive",
      card: {
        config: { wide_screen_mode: true },
        header: { title: { tag: "plain_text", content: message.title }, template: COLOR[message.level] },
        elements: [{ tag: "div", text: { tag: "plain_text", content: fitText(message, PLAIN, MAX_BYTES) } }],
      },
    });
  },
  read: (answer) => readCode(answer, { code: "code", text: "msg", tooMany: [9499, 11232] }),
};
