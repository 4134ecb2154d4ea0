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

  it.each([
    ["BASIC_AUTH", "deploy:hunter2"],
    ["PROXY_AUTH", "me:x:y"],
    ["TRACKING_COOKIE", "sid=abcdefghijklmnop"],
    ["ENCRYPTION", "9f86d081884c7d659a2feaa0c55ad015"],
  ])("takes %s=%s for one", (name, value) => expect(isSecret(name, value)).toBe(true));

  it.each([
    ["BASIC_AUTH", "true"],
    ["REDIS_AUTH", "redis:6379"],
    ["SESSION_COOKIE", "sid"],
    ["GIT_COMMIT", "2b93ab55e37baa0ad26bb256a643b2b037c54082"],
    ["IMAGE_SHA256", "d5e4351afd870de7970c5a3950bfb275aafcfd8bef05c13774ecf36e94653dd1"],
    ["TENANT_ID", "9f86d081884c7d659a2feaa0c55ad015"],
    ["NUMBER", "123456789"],
  ])("does not take %s=%s for one", (name, value) => expect(isSecret(name, value)).toBe(false));

  it("looks at values too: credentials in a URL, and private keys", () => {
    expect(isSecret("DATABASE_URL", "postgres://app:pw@db/app")).toBe(true);
    expect(isSecret("DATABASE_URL", "postgres://db/app")).toBe(false);
    expect(isSecret("BROKER", "amqp://:pw@mq")).toBe(true);
    expect(isSecret("IDENTITY", "-----BEGIN EC PRIVATE KEY-----\n…")).toBe(true);
  });
});
