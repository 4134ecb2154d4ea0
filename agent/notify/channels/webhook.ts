import { InputError } from "../../../model/errors.ts";
import { jsonPost, type HttpChannel } from "./channel.ts";
import { publishedEvent } from "./published-event.ts";
import { readStatus } from "./read-answer.ts";
import { signature } from "./signature.ts";

/** Bytes of a key, as the specification has it. */
const KEY_BYTES = { min: 24, max: 64 };

/**
 * Any receiver of Standard Webhooks 1.0.0: the header `webhook-signature` has `v1,` and `base64(HMAC-SHA256(key, id + "." + seconds + "." +
 * body))`, with the key in base64 after `whsec_`. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * The body has every event as it is: `{ type, timestamp, data: { level, title, escalated, events } }`. An attempt that is made again has the
 * same `webhook-id`. Throws an InputError where the key is none.
 */
export const webhook: HttpChannel = {
  render({ id, level, title, note, events }, { url, key = "" }, at) {
    const { body, headers } = jsonPost(url, {
      type: "tidegate.events",
      timestamp: new Date(at).toISOString(),
      data: {
        level,
        title,
        escalated: note !== undefined,
        events: events.map(publishedEvent),
      },
    });
    const signed = signWebhook({ id, seconds: Math.floor(at / 1000), body }, key);
    return { url, headers: { ...headers, ...signed }, body };
  },
  read: readStatus,
};

/** The three headers of Standard Webhooks. */
export function signWebhook(
  { id, seconds, body }: { id: string; seconds: number; body: string },
  key: string,
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature(decodeKey(key), `${id}.${seconds}.${body}`)}`,
  };
}

function decodeKey(key: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(key)?.[1] ?? "";
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length >= KEY_BYTES.min && bytes.length <= KEY_BYTES.max) return bytes;
  throw new InputError("its secret for signing is none: it takes `whsec_` and 24 to 64 bytes in base64");
}
