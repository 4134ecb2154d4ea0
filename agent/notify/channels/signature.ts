import { createHmac } from "node:crypto";

/** HMAC-SHA256 (RFC 2104) of a text in UTF-8, in base64. */
export function signature(key: string | Buffer, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("base64");
}
