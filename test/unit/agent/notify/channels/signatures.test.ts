import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { dingtalk } from "../../../../../agent/notify/channels/dingtalk.ts";
import { feishu } from "../../../../../agent/notify/channels/feishu.ts";
import { signWebhook, webhook } from "../../../../../agent/notify/channels/webhook.ts";
import { writeMessage } from "../../../../../agent/notify/message.ts";
import { zh } from "../../../../../agent/notify/texts/zh.ts";
import { EVENTS } from "../../../../support/notify-events.ts";

const NOW = Date.UTC(2026, 10, 30, 4, 10);
const URL_ = "https://example.com/robot/send?access_token=T0";
const KEY = "SECab+c/=&密钥";
const MESSAGE = writeMessage("msg_1", [EVENTS["rolled-back"]], { language: zh });

/** HMAC-SHA256 as OpenSSL computes it, in base64. */
function opensslHmac(key: Buffer, text: string): string {
  const options = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", `hexkey:${key.toString("hex")}`, "-binary"];
  return execFileSync("openssl", options, { input: text }).toString("base64");
}

it("signs for DingTalk what OpenSSL signs: time and key, with the key", () => {
  const url = new URL(dingtalk.render(MESSAGE, { url: URL_, key: KEY }, NOW).url);
  expect(url.searchParams.get("access_token")).toBe("T0");
  expect(url.searchParams.get("timestamp")).toBe(String(NOW));
  expect(url.searchParams.get("sign")).toBe(opensslHmac(Buffer.from(KEY), `${NOW}\n${KEY}`));
  expect(url.search).not.toMatch(/sign=[^&]*[+ /]/); // a plus would be read as a space
});

it("signs for Feishu what OpenSSL signs: nothing, with time and key", () => {
  const seconds = NOW / 1000;
  expect(JSON.parse(feishu.render(MESSAGE, { url: URL_, key: KEY }, NOW + 999).body)).toMatchObject({
    timestamp: String(seconds),
    sign: opensslHmac(Buffer.from(`${seconds}\n${KEY}`), ""),
  });
});

/** From the tests of the reference libraries of Standard Webhooks. */
const VECTOR = {
  key: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  message: { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: '{"test": 2432232314}' },
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

it("signs what Standard Webhooks has published as it does", () => {
  expect(signWebhook(VECTOR.message, VECTOR.key)).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": VECTOR.signature,
  });
});

it("signs for a webhook the very bytes of its body, as OpenSSL does", () => {
  const { headers, body } = webhook.render(MESSAGE, { url: URL_, key: VECTOR.key }, NOW);
  const key = Buffer.from(VECTOR.key.slice("whsec_".length), "base64");
  expect(headers["webhook-signature"]).toBe(`v1,${opensslHmac(key, `msg_1.${NOW / 1000}.${body}`)}`);
});

it.each([
  "",
  "whsec_",
  "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "whsec_c2hvcnQ=",
  `whsec_${"A".repeat(100)}`,
  "whsec_not base64",
])("signs with no key that is none: %j", (key) => {
  expect(() => signWebhook(VECTOR.message, key)).toThrow(
    "its secret for signing is none: it takes `whsec_` and 24 to 64 bytes in base64",
  );
});
