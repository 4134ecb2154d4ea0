import { describe, expect, it } from "vitest";
import { isSecret } from "../../../../cli/import/is-secret.ts";

describe("isSecret", () => {
  it.each([
    "DB_PASSWORD",
    "GITHUB_TOKEN",
    "API_KEY",
    "SECRET_KEY_BASE",
    "SENTRY_DSN",
    "AWS_SECRET_ACCESS_KEY",
    "dbPassword",
  ])("is true for the name %s", (name) => {
    expect(isSecret(name, "x")).toBe(true);
  });

  it.each(["LOG_LEVEL", "PORT", "MONKEY", "KEYBOARD_LAYOUT", "PASSENGER_COUNT", "AUTHOR", "TOKENIZER"])(
    "is false for the name %s",
    (name) => {
      expect(isSecret(name, "x")).toBe(false);
    },
  );

  it("looks at values too: credentials in a URL, and private keys", () => {
    expect(isSecret("DATABASE_URL", "postgres://app:pw@db/app")).toBe(true);
    expect(isSecret("DATABASE_URL", "postgres://db/app")).toBe(false);
    expect(isSecret("BROKER", "amqp://:pw@mq")).toBe(true);
    expect(isSecret("IDENTITY", "-----BEGIN EC PRIVATE KEY-----\n…")).toBe(true);
  });
});
