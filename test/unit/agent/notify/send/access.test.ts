import { expect, it } from "vitest";
import { accessOf, withoutSecrets } from "../../../../../agent/notify/send/access.ts";

const SECRETS = {
  URL: " https://hooks.example.com/services/T0/B0/s3cr3tpart?key=abcdefgh\n",
  KEY: "topsecret",
};

it("takes a secret as it is in its file, without the end of its line", () => {
  expect(accessOf({ type: "dingtalk", urlSecretName: "URL", signingSecretName: "KEY" }, SECRETS)).toEqual({
    url: "https://hooks.example.com/services/T0/B0/s3cr3tpart?key=abcdefgh",
    key: "topsecret",
  });
  expect(() => accessOf({ type: "slack", urlSecretName: "OTHER" }, SECRETS)).toThrow("its secret OTHER has no value");
  expect(() => accessOf({ type: "slack", urlSecretName: "URL" }, { URL: " \n" })).toThrow(
    "its secret URL has no value",
  );
});

it.each([
  ["no topsecret here", "no *** here"],
  ["POST https://hooks.example.com/services/T0/B0/s3cr3tpart?key=abcdefgh failed", "POST *** failed"],
  ["/services/T0/B0/s3cr3tpart?key=abcdefgh is gone", "*** is gone"],
  ["token s3cr3tpart, key abcdefgh", "token ***, key ***"],
  ["hooks.example.com is down", "hooks.example.com is down"],
])("shows %j as %j", (text, shown) => {
  expect(withoutSecrets(text, SECRETS)).toBe(shown);
});
